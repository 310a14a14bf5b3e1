// Before anything is drawn: what only works with JavaScript may now be shown.
document.body.className += ' js-enabled govuk-frontend-supported';
