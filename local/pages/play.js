// The clock in its bar goes on by itself, a week every few seconds, until somebody pauses it or begins to type.

const PAUSE_MILLISECONDS = 3000;
const KEY = 'local-clock-plays';

const form = document.querySelector('.app-local-bar__jumps');
const button = form?.querySelector('[data-play]');

const plays = () => sessionStorage.getItem(KEY) !== null;
let next;

function show() {
  button.hidden = false;
  button.textContent = plays() ? 'Pause' : 'Play';
  button.setAttribute('aria-pressed', String(plays()));
}

function pause() {
  sessionStorage.removeItem(KEY);
  clearTimeout(next);
  show();
}

async function goOn() {
  const week = new URLSearchParams(new FormData(form));
  week.set('to', 'week');
  const answer = await fetch(form.action, { method: 'POST', body: week }).catch(() => undefined);
  if (!answer?.ok) return pause();
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
  // A page that is drawn anew would take away what somebody has typed.
  document.querySelector('main')?.addEventListener('input', () => plays() && pause());
  if (plays()) play();
  else show();
}
