// The search page; the index is loaded when somebody wants to search.
"use strict";
(() => {
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  if (!form || !results) return;
  const site = form.dataset.root;
  const language = document.documentElement.lang;
  const PAGE = 10;
  const MOST_PARTS = 12; // files that a few letters may load

  // The index: each file calls `digestSearch` with its name and what it holds.
  const files = new Map();
  const arrived = new Map();
  window.digestSearch = (name, ...data) => arrived.get(name)?.(data);
  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${site}search/${name}.js?${form.dataset.version}`;
        script.onerror = () => { files.delete(name); reject(new Error(name)); };
        arrived.set(name, resolve);
        document.head.append(script);
      }));
    }
    return files.get(name);
  }
  let manifest;
  async function start() {
    const [{ parts, common, pairs, ...rest }] = await load("index");
    const pattern = pairs ? new RegExp(pairs, "g") : /(?!)/g;
    manifest ??= { ...rest, firsts: parts.split(" "), common: new Set(common.split(" ")), pattern };
  }

  // Words, folded as in the index.
  const WORD = /[\p{L}\p{N}]+/gu;
  function fold(word) {
    const spelled = [...word.toLowerCase()].map((sign) => manifest.letters[sign] ?? sign).join("");
    const plain = spelled.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return plain.replace(manifest.pattern, (pair) => pair[0]).slice(0, 40);
  }
  function words(text) {
    const all = [...new Set((text.normalize("NFC").match(WORD) ?? []).map(fold))];
    const telling = all.filter((word) => word.length > 1 && !manifest.common.has(word));
    return telling.length ? telling : all;
  }

  // Parts are in the order of their keys; `firsts` has the first key of each.
  const partOf = (word) => Math.max(manifest.firsts.findLastIndex((first) => first <= word), 0);
  function partsOf(word) {
    const [first, last] = [partOf(word), partOf(`${word}\uffff`)];
    const names = new Set([partOf(word.slice(0, -2)), partOf(word.slice(0, -1)), first]);
    for (let one = first; one <= last && last - first < MOST_PARTS; one++) names.add(one);
    return [...names].map((one) => `w${one}`);
  }

  // How well a key fits: the word itself, one that begins so, its stem.
  function fit(key, word) {
    if (key === word) return 1;
    if (key.startsWith(word)) return 0.4;
    return key.length > 3 && word.startsWith(key) && word.length - key.length < 3 ? 0.35 : 0;
  }
  function add(found, listed, fits) {
    let number = 0;
    for (const one of listed) {
      number += one >> 2;
      found.set(number, Math.max(found.get(number) ?? 0, fits * (1 + (one & 3))));
    }
  }
  // Articles with a word, each with its score.
  async function articlesWith(word) {
    const found = new Map();
    for (const [plain, inner] of await Promise.all(partsOf(word).map(load))) {
      for (const [key, listed] of Object.entries(plain)) if (fit(key, word)) add(found, listed, fit(key, word));
      if (word.length < 4) continue;
      for (const [key, lists] of Object.entries(inner)) {
        if (key.startsWith(word)) for (const listed of lists) add(found, listed, 0.25);
      }
    }
    return found;
  }

  // Articles that hold as many of the words as any does, the best first; a rare word counts for more.
  function ranked(lists) {
    const scores = new Map();
    for (const found of lists) {
      const rarity = Math.log(1 + manifest.days.length / found.size);
      for (const [number, score] of found) {
        const [count, sum] = scores.get(number) ?? [0, 0];
        scores.set(number, [count + 1, sum + score * rarity]);
      }
    }
    const most = Math.max(0, ...[...scores.values()].map(([count]) => count));
    const best = [...scores].filter(([, [count]]) => count === most);
    return best.sort(([a, [, one]], [b, [, other]]) => other - one || b - a).map(([number]) => number);
  }
  const newest = () => [...manifest.days.keys()].reverse();

  function filter() {
    const { topic, source, from, to } = Object.fromEntries(new FormData(form));
    const [topicNumber, sourceNumber] = [manifest.topics.indexOf(topic), manifest.sources.indexOf(source)];
    return (number) =>
      (!topic || manifest.topicsOf[number].includes(topicNumber)) &&
      (!source || manifest.sourceOf[number] === sourceNumber) &&
      (!from || manifest.days[number] >= from) && (!to || manifest.days[number] <= to);
  }

  // What is shown.
  function element(name, properties, ...content) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...content);
    return made;
  }
  function marked(text, sought) {
    const pieces = [];
    let last = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const folded = fold(word);
      if (!sought.some((one) => fit(folded, one) || (one.length > 3 && folded.includes(one)))) continue;
      pieces.push(text.slice(last, index), element("mark", {}, word));
      last = index + word.length;
    }
    return [...pieces, text.slice(last)];
  }
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  async function item(number, sought) {
    const [rows] = await load(`d${Math.floor(number / manifest.rows)}`);
    const [title, address, summary, publisher, lang] = rows[number % manifest.rows];
    const day = manifest.days[number];
    const link = element("a", { href: site + address.split("/").map(encodeURIComponent).join("/") }, ...marked(title, sought));
    const article = element("article", {}, element("h2", { lang }, link));
    if (summary) article.append(element("p", { className: "summary", lang }, ...marked(summary, sought)));
    const date = element("time", { dateTime: day }, dates.format(new Date(day)));
    article.append(element("p", { className: "origin" }, ...(publisher ? [publisher, " · "] : []), date));
    return element("li", {}, article);
  }
  async function show(numbers, sought, shown) {
    const rows = await Promise.all(numbers.slice(shown, shown + PAGE).map((number) => item(number, sought)));
    return () => {
      if (!shown) results.replaceChildren(element("ol", { className: "listing" }));
      results.querySelector("ol").append(...rows);
      results.querySelector("button")?.remove();
      if (numbers.length <= shown + PAGE) return;
      const more = element("button", { type: "button" }, form.dataset.more);
      more.onclick = async () => {
        (await show(numbers, sought, shown + PAGE))();
        rows.at(-1).nextElementSibling.querySelector("a").focus();
      };
      results.append(more);
    };
  }

  const status = document.getElementById("status");
  const plural = new Intl.PluralRules(language);
  function told(count) {
    const label = !count ? form.dataset.none : plural.select(count) === "one" ? form.dataset.one : form.dataset.other;
    return label.replace("{n}", new Intl.NumberFormat(language).format(count));
  }
  let turn = 0;
  async function search() {
    const mine = ++turn;
    try {
      await start();
      const sought = words(form.q.value);
      const lists = await Promise.all(sought.map(articlesWith));
      const chosen = [...new FormData(form)].some(([name, value]) => name !== "q" && value);
      const all = lists.length ? ranked(lists) : !sought.length && chosen ? newest() : [];
      const numbers = all.filter(filter());
      const display = await show(numbers, sought, 0);
      if (mine !== turn) return; // something else is looked for by now
      display();
      status.textContent = sought.length || chosen ? told(numbers.length) : "";
    } catch {
      if (mine === turn) status.textContent = form.dataset.failed;
    }
  }

  const asked = new URLSearchParams(location.search);
  for (const [name, value] of asked) if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener("focusin", () => start().catch(() => {}), { once: true });
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  if ([...asked.values()].some(Boolean)) search();
})();
