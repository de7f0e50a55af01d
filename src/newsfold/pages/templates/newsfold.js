/* Keys: j and k walk through stories or excerpts, ? says the rest. Nothing on a page needs this file.
   It takes no key from a field, none with a modifier, none once they are switched off (WCAG 2.2, 2.1.4). */
(() => {
  "use strict";
  const KEYS = [
    ["j", "next"], ["k", "previous"], ["o", "open"], ["v", "read at the outlet"], ["m", "mark, on this machine"],
    ["/", "search"], ["g h", "front page"], ["g s", "search page"], ["g f", "feeds"], ["?", "these keys"],
  ];
  const ITEMS = ".lead, .stories > li, .excerpts > li, .fold > summary, .results > li";
  const all = () => [...document.querySelectorAll(ITEMS)];
  const one = (selector, within = document) => within.querySelector(selector);

  // A browser may refuse to keep anything.
  const held = {};
  const keep = (name, value) => { held[name] = value; try { localStorage.setItem(`newsfold.${name}`, value); } catch {} };
  const kept = (name) => { try { return localStorage.getItem(`newsfold.${name}`) ?? held[name]; } catch { return held[name]; } };

  const make = (tag, words, ...within) => {
    const made = document.createElement(tag);
    made.append(words, ...within);
    return made;
  };

  const here = () => document.activeElement?.closest(ITEMS);
  const walk = (step) => {
    const seen = all().filter((item) => item.checkVisibility());
    const at = seen.indexOf(here());
    const next = at < 0 ? seen[step > 0 ? 0 : seen.length - 1] : seen[at + step];
    if (!next) return;
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus();
  };
  const follow = (selector) => here() && one(selector, here())?.click();
  const open = () => (here()?.matches("summary") ? here().click() : follow("h2 a, h3 a, .prove"));

  const marks = () => new Set((kept("marks") ?? "").split("\n").filter(Boolean));
  const name = (item) => (one(".onward", item) ?? one("a", item))?.href;
  const show = (set = marks()) => all().forEach((item) => item.classList.toggle("marked", set.has(name(item))));
  const mark = () => {
    const set = marks(), it = here() && name(here());
    if (!it) return;
    if (!set.delete(it)) set.add(it);
    keep("marks", [...set].slice(-500).join("\n"));
    show();
  };

  const box = make("input");
  Object.assign(box, { type: "checkbox", checked: kept("keys") !== "off" });
  box.addEventListener("change", () => keep("keys", box.checked ? "on" : "off"));
  const shut = make("button", "Close");
  const list = make("dl", "", ...KEYS.map(([key, what]) => make("div", "", make("dt", "", make("kbd", key)), make("dd", what))));
  const map = make("dialog", "", make("h2", "Keys"), list, make("label", "", box, " Use these keys"), shut);
  map.className = "keys";
  map.ariaLabel = "Keys";
  shut.addEventListener("click", () => map.close());
  const help = () => map.showModal();
  const button = make("button", "Keys");
  button.addEventListener("click", help);
  document.body.append(map);
  one(".colophon")?.append(make("p", "", button));
  show();

  const search = () => { const field = one("input[type=search]"); field ? field.focus() : go("search"); };
  const go = (where) => one(`[data-go="${where}"]`)?.click();
  const acts = { j: () => walk(1), k: () => walk(-1), o: open, v: () => follow("a[href^=http]"), m: mark, "/": search, "?": help };
  const goes = { h: "front", s: "search", f: "feeds" };
  let since = 0; // when g was struck
  document.addEventListener("keydown", (event) => {
    const taken = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (taken || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !box.checked) return;
    if (event.key === "Enter") { if (event.target === here() && !here().matches("summary")) open(); return; }
    const going = event.timeStamp - since < 1500 && goes[event.key];
    since = event.key === "g" ? event.timeStamp : 0;
    if (!going && !acts[event.key]) return;
    event.preventDefault();
    going ? go(going) : acts[event.key]();
  });
})();
