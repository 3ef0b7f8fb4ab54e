// Returns the rules that a page violates. The rules apply to all pages.
(() => {
  const wrong = [];
  const must = (ok, what) => ok || wrong.push(what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;

  must(root.lang, "html has no lang");
  must(document.title.trim(), "there is no title");
  must(all("h1").length === 1, "there is not exactly one h1");
  must(all("main").length === 1, "there is not exactly one main");
  must(root.scrollWidth <= root.clientWidth, `the page is ${root.scrollWidth} pixels wide, in a window of ${root.clientWidth}`);
  const left = (selector) => document.querySelector(selector).getBoundingClientRect().left;
  must(left("header a") === left("h1"), `the header is at ${left("header a")} pixels, but the content is at ${left("h1")}`);
  for (const control of all("input:not([type=hidden]), textarea, select"))
    must([...control.labels].some((label) => label.textContent.trim()), `no label: ${control.outerHTML}`);
  for (const named of all("a, button, summary, th, label"))
    must(named.textContent.trim(), `no text: ${named.outerHTML}`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"])
    for (const element of all(`[${attribute}]`))
      must(document.getElementById(element.getAttribute(attribute)), `${attribute} refers to a missing element: ${element.outerHTML}`);
  const ids = all("[id]").map((element) => element.id);
  must(new Set(ids).size === ids.length, `duplicate ids: ${ids}`);
  return wrong;
})();
