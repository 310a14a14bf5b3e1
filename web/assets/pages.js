import { initAll } from '/assets/govuk-frontend.min.js';

initAll();

// What goes on by itself is looked at again, every few seconds, as long as the page says so.
const goingOn = document.querySelector('[data-look-again]');
if (goingOn) setTimeout(() => location.reload(), Number(goingOn.dataset.lookAgain) * 1000);
