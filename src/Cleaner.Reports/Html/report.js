// Pages long galleries and marks the section in view. Without scripts everything is simply shown.
(() => {
  for (const gallery of document.querySelectorAll('.gallery')) {
    const groups = [...gallery.querySelectorAll(':scope > .group')];
    const size = Number(gallery.dataset.pageSize);
    const pages = Math.ceil(groups.length / size);
    if (pages < 2) continue;

    let page = 0;
    const bar = document.createElement('div');
    bar.className = 'pager';
    const button = (text, step) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.textContent = text;
      made.addEventListener('click', () => show(page + step));
      return made;
    };
    const previous = button('← Previous', -1);
    const next = button('Next →', 1);
    const where = document.createElement('span');
    where.setAttribute('role', 'status');
    bar.append(previous, where, next);
    gallery.append(bar);
    bar.addEventListener('keydown', event => {
      if (event.key === 'ArrowLeft') show(page - 1);
      if (event.key === 'ArrowRight') show(page + 1);
    });

    const show = wanted => {
      page = Math.min(Math.max(wanted, 0), pages - 1);
      groups.forEach((group, i) => { group.hidden = Math.floor(i / size) !== page; });
      // Really disabled buttons would lose the focus, and with it the keyboard's place.
      previous.setAttribute('aria-disabled', page === 0);
      next.setAttribute('aria-disabled', page === pages - 1);
      where.textContent = `page ${page + 1} of ${pages}`;
    };
    show(0);
  }

  const links = new Map([...document.querySelectorAll('nav a')].map(link => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute('aria-current');
      links.get(entry.target.id)?.setAttribute('aria-current', 'true');
    }
  }, { rootMargin: '-20% 0px -70% 0px' });
  for (const section of document.querySelectorAll('main section[id]')) watcher.observe(section);
})();
