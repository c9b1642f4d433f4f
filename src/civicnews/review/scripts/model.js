// The data, and what the reviewer decided about it.

const DATA = JSON.parse(byId("data").textContent);
const FORMAT = "civicnews/review-1";
const STORE = `civicnews-review:${DATA.id}`;
const GROUPS = ["communities", "street", "district", "city", "province", "date", "activity_types", "activity_name", "venue", "participants"];
const TITLES = ["kicker", "headline", "subhead", "reporters"];

// One item a record or article: {kind, doc, part, key, own (as extracted), article}
const items = [];
const articles = [];
const pages = [];
const decisions = new Map();

function build() {
  DATA.documents.forEach((doc, number) => {
    doc.number = number;
    doc.name = doc.path ?? "standard input";
    doc.source = new Source(doc.text);
    doc.pages = doc.parts.map(([start, end], part) => ({ doc, part, start, end, items: [], articles: [] }));
    pages.push(...doc.pages);
    doc.articles.forEach((own) => {
      const page = pageAt(doc, first(own.spans));
      const made = { kind: "article", doc, page, key: `${number}:${own.id}`, id: own.id, own, articles };
      articles.push(made);
      page.articles.push(made);
    });
    const above = articles.slice(articles.length - doc.articles.length);
    doc.records.forEach((own) => addItem(doc, own, above[own.article]));
  });
}

function addItem(doc, own, article) {
  const page = pageAt(doc, first(own.spans));
  const made = { kind: "record", doc, page, key: `${doc.number}:${own.id}`, id: own.id, own, article };
  items.push(made);
  page.items.push(made);
  page.items.sort((a, b) => first(a.own.spans) - first(b.own.spans));
  return made;
}

function first(spans) {
  return spans.length ? spans[0][0] : 0;
}

function pageAt(doc, place) {
  return doc.pages.find((page) => place < page.end) ?? doc.pages[doc.pages.length - 1];
}

// -- decisions: key → {verdict: "right" | "wrong" | null, changes: {group: value}, note, added: the record or undefined}

function decisionOf(item) {
  return decisions.get(item.key) ?? { verdict: null, changes: {}, note: "" };
}

function statusOf(item) {
  const made = decisionOf(item);
  if (made.verdict === "wrong") return "wrong";
  if (made.added) return "added";
  if (Object.keys(made.changes).length) return "corrected";
  return made.verdict ?? "open";
}

function current(item) {
  return { ...item.own, ...decisionOf(item).changes };
}

function decide(item, changed) {
  const made = { ...decisionOf(item), ...changed };
  const empty = made.verdict === null && !Object.keys(made.changes).length && !made.note && !made.added;
  if (empty) decisions.delete(item.key);
  else decisions.set(item.key, made);
  keep();
}

function change(item, group, value) {
  const made = decisionOf(item);
  const changes = { ...made.changes, [group]: value };
  if (same(value, item.own[group])) delete changes[group];
  decide(item, { changes, verdict: made.verdict === "wrong" ? null : made.verdict });
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function addRecord(doc, span, text, article) {
  const taken = doc.records.length + [...decisions.values()].filter((made) => made.added?.doc === doc.number).length;
  const own = blank(`new-${taken + 1}`, span, text, article ? doc.articles.indexOf(article.own) : 0);
  const item = addItem(doc, own, article);
  decisions.set(item.key, { verdict: "right", changes: {}, note: "", added: { doc: doc.number, own } });
  keep();
  return item;
}

function blank(id, span, text, article) {
  return {
    id, text, spans: [span], article, communities: [], street: null, district: null, city: null, province: null, date: null,
    participants: [], activity_types: ["other"], activity_name: null, venue: null, warnings: [], evidence: [], why: {},
  };
}

// -- kept in the browser between visits

let keeps = true;

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify([...decisions]));
  } catch {
    if (keeps) say(t("unsaved"));
    keeps = false;
  }
}

function recall() {
  let held = null;
  try {
    held = JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    keeps = false;
  }
  for (const [key, made] of held ?? []) {
    if (made.added) {
      const doc = DATA.documents[made.added.doc];
      addItem(doc, made.added.own, articles.find((one) => one.doc === doc && one.own === doc.articles[made.added.own.article]));
    }
    decisions.set(key, made);
  }
}
