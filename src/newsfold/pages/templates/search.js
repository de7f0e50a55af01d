/* The search of a site that is only files. It loads the parts of the index that it needs as scripts, since a page opened from a
   disk may not fetch, and shows what outlets wrote as text nodes. Without it the page lists all headlines. */
"use strict";
(() => {
  const index = (self.newsfold ??= {});
  const contents = index.contents;
  const form = document.querySelector("form.find");
  const status = document.querySelector("#found");
  const results = document.querySelector("#results");
  const everything = document.querySelector("#everything");
  const more = document.querySelector("#more");
  const PAGE = 20; // stories shown at once
  const HEADLINE = 1, TITLE = 2; // where a word stands, as in the index; else in the text
  const WAIT = 150; // milliseconds after the last key

  /* Words, cut and folded as the index has them. */
  const unspaced = contents && new RegExp(`[${contents.unspaced}]+|[^${contents.unspaced}]+`, "gu");
  const isUnspaced = contents && new RegExp(`^[${contents.unspaced}]`, "u");
  const fold = (text) =>
    [...text.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "").normalize("NFC")]
      .map((char) => (Object.hasOwn(contents.plain, char) ? contents.plain[char] : char))
      .join("");
  const runs = (text) => (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => word.match(unspaced));
  const pairs = (run) => {
    const chars = [...run];
    return chars.length < 2 ? chars : chars.slice(1).map((char, at) => chars[at] + char);
  };
  const wordsOf = (text) => runs(text).flatMap((run) => (isUnspaced.test(run) ? pairs(run) : [run]));

  /* Parts of the index, each loaded once. */
  const loading = {};
  const load = (name) =>
    (loading[name] ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `search/${name}.js`;
      script.onload = () => done(index[name]);
      script.onerror = () => {
        delete loading[name];
        failed(new Error(name));
      };
      document.head.append(script);
    }));
  const fileKey = (key) => [...key].map((char) => char.codePointAt(0).toString(16)).join("-") || "all";
  const holding = (word, open) => {
    const home = contents.words.filter((key) => word.startsWith(key)).sort((a, b) => b.length - a.length)[0];
    const beyond = open ? contents.words.filter((key) => key !== home && key.startsWith(word)) : [];
    return home === undefined ? beyond : [home, ...beyond];
  };

  /* The stories in which a word stands, with its worth there. An open word may go on: it is still being typed. */
  const worth = (stands) => (stands & HEADLINE ? 3 : stands & TITLE ? 2 : 1);
  const lookUp = async (word, open) => {
    const found = new Map();
    for (const shard of await Promise.all(holding(word, open).map((key) => load(`words-${fileKey(key)}`)))) {
      const matching = open ? Object.keys(shard).filter((one) => one.startsWith(word)) : Object.hasOwn(shard, word) ? [word] : [];
      for (const one of matching) {
        const rare = Math.log(1 + contents.stories / shard[one].length);
        for (const code of shard[one]) {
          const story = Math.floor(code / 8);
          found.set(story, Math.max(found.get(story) ?? 0, rare * worth(code % 8)));
        }
      }
    }
    return found;
  };

  /* The stories that have every word, best first; of equals the one that the site has first. */
  const search = async (typed) => {
    const all = [...new Set(wordsOf(typed))];
    const open = /[\p{L}\p{N}]$/u.test(typed) ? all.at(-1) : undefined;
    const asked = all.filter((word) => !contents.common.includes(word));
    const maps = await Promise.all(asked.map((word) => lookUp(word, word === open)));
    const stories = maps.length ? [...maps[0].keys()].filter((story) => maps.every((map) => map.has(story))) : [];
    const score = new Map(stories.map((story) => [story, maps.reduce((sum, map) => sum + map.get(story), 0)]));
    stories.sort((a, b) => score.get(b) - score.get(a) || a - b);
    return { asked, stories, common: all.filter((word) => contents.common.includes(word)) };
  };

  /* What is shown. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const words = (text) => make("span", { class: "words" }, text);
  const cut = (label) => make("span", { class: "cut", lang: "en", role: "img", "aria-label": label }, "[…]");
  const quoted = ([text, lang, outlet, when, cuts]) =>
    make(
      "figure",
      { class: "excerpt" },
      make("figcaption", {}, make("span", { class: "outlet" }, make("bdi", {}, outlet)), make("span", { class: "when" }, when)),
      make(
        "blockquote",
        {},
        make(
          "p",
          { lang, dir: "auto" },
          ...(cuts & 1 ? [cut("The sentence begins earlier.")] : []),
          words(text),
          ...(cuts & 2 ? [cut("The sentence goes on.")] : []),
        ),
      ),
    );
  const fits = (text, asked) => {
    const there = wordsOf(text);
    return asked.filter((word) => there.some((one) => one.startsWith(word))).length;
  };
  const best = (excerpts, asked) => {
    const fit = excerpts.map((one) => fits(one[0], asked));
    const most = Math.max(0, ...fit);
    return most ? excerpts[fit.indexOf(most)] : undefined;
  };
  const item = (row, asked) => {
    const [text, lang, outlet] = row.headline;
    const excerpt = best(row.excerpts, asked);
    const heading = make("h2", { lang, dir: "auto" }, make("a", { href: row.page }, words(text)));
    const whose = make("p", { class: "whose" }, make("bdi", {}, outlet));
    const latest = row.latest ? [make("span", { class: "when" }, `latest ${row.latest}`)] : [];
    const counts = make("p", { class: "counts" }, make("span", {}, row.counts), ...latest);
    return make("li", {}, make("article", {}, heading, whose, counts, ...(excerpt ? [quoted(excerpt)] : [])));
  };
  const rowOf = async (story) => (await load(`stories-${Math.floor(story / contents.shard)}`))[story % contents.shard];

  let turn = 0; // an answer that comes after the next question is dropped
  const count = (number) => (number === 1 ? "1 story" : `${number.toLocaleString("en")} stories`);
  const show = async (typed) => {
    const mine = ++turn;
    const nothing = !wordsOf(typed).length;
    everything.hidden = !nothing;
    if (nothing) {
      results.replaceChildren();
      status.textContent = "";
      more.hidden = true;
      return;
    }
    try {
      const found = await search(typed);
      const page = async (from) => Promise.all(found.stories.slice(from, from + PAGE).map(rowOf));
      const first = await page(0);
      if (mine !== turn) return;
      const left = found.common.length ? ` Not looked for, as nearly every story has it: ${found.common.join(", ")}.` : "";
      status.textContent = `${found.stories.length ? count(found.stories.length) : "Nothing found"}.${left}`;
      results.replaceChildren(...first.map((row) => item(row, found.asked)));
      more.hidden = found.stories.length <= PAGE;
      more.onclick = async () => {
        const next = await page(results.children.length);
        if (mine !== turn) return;
        results.append(...next.map((row) => item(row, found.asked)));
        more.hidden = results.children.length >= found.stories.length;
      };
    } catch (error) {
      if (mine !== turn) return;
      everything.hidden = false;
      results.replaceChildren();
      more.hidden = true;
      status.textContent = `A part of the index cannot be read (${error.message}); below are all headlines.`;
    }
  };

  if (!contents) return; // the list stays, and the browser's own search
  form.hidden = false;
  const field = form.elements.q;
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(field.value), WAIT);
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  index.wordsOf = wordsOf;
  if (field.value) show(field.value);
})();
