import { initAll } from './govuk-frontend.min.js';

initAll();

if (document.querySelector('[data-look-up], select[data-searched]')) import('./look-up.js');

// To print is offered where it can be done.
const toPrint = document.querySelector('[data-print]');
if (toPrint) {
  toPrint.hidden = false;
  toPrint.querySelector('button').addEventListener('click', () => print());
}

// What is shown once is copied by one press.
const toCopy = document.querySelector('[data-copy]');
if (toCopy && navigator.clipboard) {
  toCopy.hidden = false;
  toCopy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(toCopy.dataset.copy).value);
    document.querySelector('[data-copied]').textContent = 'Copied';
  });
}

// What goes on by itself is looked at again, every few seconds, as long as the page says so.
const goingOn = document.querySelector('[data-look-again]');
if (goingOn) setTimeout(() => location.reload(), Number(goingOn.dataset.lookAgain) * 1000);
