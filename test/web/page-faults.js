// Runs in the page: what every page keeps to. One h1, a title that begins with it, headings in order, links within the
// page that lead somewhere, no id twice, and no value that is none.
(() => {
  const faults = [];
  const text = (element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
  const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(
    (heading) => !heading.closest('[data-module="govuk-error-summary"], .govuk-notification-banner'),
  );
  const first = headings.filter(({ tagName }) => tagName === 'H1');
  if (first.length !== 1) faults.push(`${first.length} h1`);
  const title = document.title.replace(/^Error: /, '');
  if (first[0] && title !== `${text(first[0])} – Mastery Pathways`) {
    faults.push(`the title ${document.title} over the heading ${text(first[0])}`);
  }
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName.slice(1));
    if (next > level + 1) faults.push(`${heading.tagName} after H${level}: ${text(heading)}`);
    level = next;
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const target = link.getAttribute('href').slice(1);
    if (!document.getElementById(target)) faults.push(`nothing at #${target}`);
  }
  if (/\bundefined\b|\[object|\bNaN\b/.test(document.querySelector('main')?.textContent ?? '')) {
    faults.push('a value that is none');
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) < index);
  if (twice.length > 0) faults.push(`twice the id ${twice.join(', ')}`);
  return faults;
})();
