// While the clock in its bar moves, the bar says so; and the clock goes on by itself, a week every few seconds, until
// somebody pauses it or begins to type.

const PAUSE_MILLISECONDS = 3000;
const LOOK_MILLISECONDS = 400;
const KEY = 'local-clock-plays';

const bar = document.querySelector('.app-local-bar');
const form = bar?.querySelector('.app-local-bar__jumps');
const button = form?.querySelector('[data-play]');
const inLondon = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/London',
});

const plays = () => sessionStorage.getItem(KEY) !== null;
let next;
let looking;

function show() {
  button.hidden = false;
  button.textContent = plays() ? 'Pause' : 'Play';
  button.setAttribute('aria-pressed', String(plays()));
}

/** Says that the clock moves, counts the days, and takes no second jump meanwhile. */
function moves() {
  bar.querySelector('[data-clock-stands]').hidden = true;
  const said = bar.querySelector('[data-clock-moves]');
  said.hidden = false;
  said.querySelector('[role=status]').textContent = 'Moving the clock…';
  for (const jump of form.querySelectorAll('[name=to]')) jump.disabled = true;
  look();
}

/** Where the clock is by now. Nobody waits for it: a look that fails is simply the last one. */
async function look() {
  const answer = await fetch('/local/clock').catch(() => undefined);
  if (!answer?.ok) return;
  const { now } = await answer.json();
  bar.querySelector('[data-clock-moves] strong').textContent = inLondon
    .format(new Date(now))
    .replace(',', '');
  looking = setTimeout(look, LOOK_MILLISECONDS);
}

function stands() {
  clearTimeout(looking);
  bar.querySelector('[data-clock-stands]').hidden = false;
  bar.querySelector('[data-clock-moves]').hidden = true;
  for (const jump of form.querySelectorAll('[name=to]')) jump.disabled = false;
}

function pause() {
  sessionStorage.removeItem(KEY);
  clearTimeout(next);
  show();
}

async function goOn() {
  const week = new URLSearchParams(new FormData(form));
  week.set('to', 'week');
  moves();
  const answer = await fetch(form.action, { method: 'POST', body: week }).catch(() => undefined);
  if (!answer?.ok) {
    stands();
    return pause();
  }
  // Paused meanwhile: the week that was asked for has passed all the same, and is shown.
  location.reload();
}

function play() {
  sessionStorage.setItem(KEY, 'yes');
  show();
  next = setTimeout(goOn, PAUSE_MILLISECONDS);
}

if (button) {
  button.addEventListener('click', () => (plays() ? pause() : play()));
  // Only once the form is on its way: a button that is disabled before would not say where to.
  form.addEventListener('submit', () => {
    clearTimeout(next);
    setTimeout(moves);
  });
  // A page that the browser has kept, and shows again.
  addEventListener('pageshow', ({ persisted }) => persisted && stands());
  // A page that is drawn anew would take away what somebody has typed.
  document.querySelector('main')?.addEventListener('input', () => plays() && pause());
  if (plays()) play();
  else show();
}
