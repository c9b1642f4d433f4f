// Hand on what was decided: as JSONL, one decision a line, and as gold files for `civicnews eval`.

function download(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function decisionLine(item) {
  const made = decisionOf(item);
  const changes = Object.entries(made.changes).map(([field, to]) => ({ field, from: item.own[field], to }));
  return {
    schema: FORMAT, path: item.doc.path, sha256: item.doc.sha256, [item.kind]: item.id, decision: statusOf(item), changes, note: made.note || null,
    ...(made.added ? { added: plain(item) } : {}),
  };
}

function plain(item) {
  const { evidence, why, ...rest } = item.own;
  return rest;
}

function exportDecisions() {
  const decided = [...articles, ...items].filter((item) => decisions.has(item.key));
  const order = new Map(DATA.documents.map((doc) => [doc, doc.number]));
  decided.sort((a, b) => order.get(a.doc) - order.get(b.doc) || first(a.own.spans) - first(b.own.spans));
  const text = decided.map((item) => `${JSON.stringify(decisionLine(item))}\n`).join("");
  download("decisions.jsonl", new Blob([text], { type: "application/x-ndjson" }));
  say(t("saidExported", decided.length));
}

function importDecisions(text) {
  const known = new Map([...articles, ...items].map((item) => [`${item.doc.sha256} ${item.doc.path} ${item.id}`, item]));
  let [fit, lost] = [0, 0];
  const lines = text.split("\n");
  for (const [number, line] of lines.entries()) {
    if (!line.trim()) continue;
    let held;
    try {
      held = JSON.parse(line);
      if (held.schema !== FORMAT || !Array.isArray(held.changes)) throw new TypeError("another format");
    } catch {
      say(t("saidNotDecisions", number + 1));
      return;
    }
    const doc = DATA.documents.find((one) => one.sha256 === held.sha256 && one.path === held.path);
    let item = known.get(`${held.sha256} ${held.path} ${held.record ?? held.article}`);
    if (!item && doc && held.added) {
      item = addRecord(doc, held.added.spans[0], held.added.text, articles.find((one) => one.doc === doc && one.own === doc.articles[held.added.article]));
    }
    if (!item) {
      lost += 1;
      continue;
    }
    const fields = item.kind === "article" ? TITLES : GROUPS;
    const changes = Object.fromEntries(held.changes.filter((one) => fields.includes(one.field)).map((one) => [one.field, one.to]));
    const verdict = held.decision === "wrong" ? "wrong" : held.decision === "right" || held.added ? "right" : null;
    decide(item, { verdict, changes, note: held.note ?? "" });
    fit += 1;
  }
  refilter();
  say(t("saidImported", fit, lost));
}

// -- gold

function goldDocument(doc, name) {
  const titles = articles.filter((one) => one.doc === doc);
  return {
    id: name, published: doc.published, newspaper: doc.newspaper,
    articles: titles.map((article) => {
      const about = current(article);
      const held = items.filter((item) => item.article === article && statusOf(item) !== "wrong");
      held.sort((a, b) => first(a.own.spans) - first(b.own.spans));
      return {
        kind: about.kind, kicker: about.kicker, headline: about.headline, subhead: about.subhead,
        reporters: about.reporters.map((one) => one.name), records: held.map((item) => goldRecord(item)),
      };
    }),
  };
}

function goldRecord(item) {
  const held = current(item);
  const name = (place) => place?.name ?? null;
  return {
    anchor: anchor(item), province: name(held.province), city: name(held.city), district: name(held.district), street: name(held.street),
    street_code: held.street?.code ?? null, communities: held.communities.map(name), community_codes: held.communities.map((one) => one.code),
    date: held.date ? { text: held.date.text, edtf: held.date.edtf, basis: held.date.basis } : null,
    participants: held.participants.map(({ name: called, role, kind, count, affiliation }) => ({ name: called, role, kind, count, affiliation })),
    activity_types: held.activity_types, activity_name: held.activity_name?.text ?? null, venue: held.venue?.text ?? null,
  };
}

// How the record begins, as long as it must be to stand nowhere before.
function anchor(item) {
  const { source } = item.doc;
  const start = first(item.own.spans);
  for (let length = 16; ; length *= 2) {
    const words = source.slice(start, start + length);
    if (source.find(words) === start || start + length >= source.length) return words;
  }
}

function goldFiles() {
  const taken = new Set();
  const files = [];
  let left = 0;
  for (const doc of DATA.documents) {
    const own = items.filter((item) => item.doc === doc);
    const whole = doc.text !== null && own.every((item) => statusOf(item) !== "open") && (own.length || decidedArticles(doc));
    if (!whole) {
      left += 1;
      continue;
    }
    const name = unused(doc.name.split(/[\\/]/).pop().replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}._-]/gu, "_") || "page", taken);
    files.push([`${name}.txt`, doc.text], [`${name}.json`, `${JSON.stringify(goldDocument(doc, name), null, 1)}\n`]);
  }
  return { files, left };
}

function decidedArticles(doc) {
  return articles.some((one) => one.doc === doc && decisions.has(one.key));
}

function unused(name, taken) {
  let found = name;
  for (let number = 2; taken.has(found.toLowerCase()); number += 1) found = `${name}-${number}`;
  taken.add(found.toLowerCase());
  return found;
}

function exportGold() {
  const { files, left } = goldFiles();
  if (!files.length) {
    say(t("saidNoGold"));
    return;
  }
  download("gold.zip", zip(files));
  say(t("saidGold", files.length / 2, left));
}
