// Fields that suggest while somebody types. Without this script they are ordinary fields, and their forms work the same.
import './accessible-autocomplete.min.js';

const { accessibleAutocomplete } = globalThis;

/** Below so many choices a select is quicker than typing. */
const FEW = 15;
const AFTER_LAST_KEY = 200;

/** Suggests schools for a text field: choosing one opens its page, or fills the field, as `data-look-up` says. */
function lookUpSchools(place) {
  const field = place.querySelector('input');
  const opens = place.dataset.lookUp === 'open';
  const descriptions = [...place.querySelectorAll('.govuk-hint, .govuk-error-message')];
  const hint = place.querySelector('.govuk-hint');
  if (hint && place.dataset.hint) hint.textContent = place.dataset.hint;
  const element = document.createElement('div');
  field.replaceWith(element);
  accessibleAutocomplete({
    element,
    id: field.id,
    name: field.name,
    defaultValue: field.value,
    minLength: 3,
    confirmOnBlur: false,
    displayMenu: 'overlay',
    inputClasses: field.classList.contains('govuk-input--error') ? 'app-look-up__field--error' : null,
    source: suggestionsFrom(place.dataset.source, () => document.getElementById(field.id)),
    templates: {
      suggestion: (each) => escaped(typeof each === 'string' ? each : each.text),
      inputValue: (each) => (typeof each === 'string' ? each : (each?.value ?? '')),
    },
    onConfirm: (each) => {
      if (opens && each?.href) location.assign(each.href);
    },
    tAssistiveHint: () =>
      [
        ...descriptions.map(({ textContent }) => textContent.trim()),
        'When schools are suggested, use up and down arrows to review and enter to select. Touch device users, explore by touch or with swipe gestures.',
      ].join('. '),
    tNoResults: () => 'No school is found. Try fewer words, or its URN',
  });
  // While suggestions are shown but none is chosen, enter sends the form, as it does without them.
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' && event.target.matches('input')) event.stopPropagation();
    },
    true,
  );
}

/** Asks once somebody pauses, for the latest text only; what comes too late to be of use is not shown. */
function suggestionsFrom(address, field) {
  let pause;
  let latest;
  return (query, show) => {
    clearTimeout(pause);
    latest?.abort();
    pause = setTimeout(async () => {
      latest = new AbortController();
      const found = await fetch(`${address}?${new URLSearchParams({ query })}`, { signal: latest.signal })
        .then((response) => response.json())
        .catch(() => undefined);
      if (found && document.activeElement === field()) show(found);
    }, AFTER_LAST_KEY);
  };
}

/** A long select is searched by typing; a short one stays as it is. */
function searchChoices(select) {
  if (select.options.length <= FEW) return;
  const { id } = select;
  const choices = [...select.options].filter(({ value }) => value !== '');
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: select.value === '' ? '' : select.selectedOptions[0].text,
    displayMenu: 'overlay',
    showAllValues: true,
    autoselect: false,
    onConfirm(text) {
      const written = text ?? document.getElementById(id).value;
      select.value = choices.find((each) => each.text === written)?.value ?? '';
    },
  });
}

function escaped(text) {
  const place = document.createElement('span');
  place.textContent = text;
  return place.innerHTML;
}

for (const place of document.querySelectorAll('[data-look-up]')) lookUpSchools(place);
for (const select of document.querySelectorAll('select[data-searched]')) searchChoices(select);
