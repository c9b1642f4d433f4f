// The records beside the text: a card each, with its values as chips, the reasons behind the chosen one, and the verdict.

function showCards(page, shown) {
  const box = byId("cards");
  const cards = [];
  for (const article of [...page.articles, null]) {
    const own = page.items.filter((item) => (item.article && page.articles.includes(item.article) ? item.article : null) === article);
    const seen = own.filter((item) => shown.has(item));
    if (article && (seen.length || (!own.length && !filtering()))) cards.push(articleCard(article));
    cards.push(...seen.map(recordCard));
  }
  const { doc } = page;
  const lead = page.part === 0 ? doc.warnings.map((one) => warningLine(one, doc)) : [];
  const empty = cards.length ? null : el("p", { class: "empty" }, filtering() ? t("nothing") : t("noRecords"));
  refill(box, ...lead, ...cards, empty, leftOf(page));
  box.scrollTop = 0;
}

function articleCard(item) {
  const rows = TITLE_ROWS.map(([name, groups]) => row(item, name, groups)).filter(Boolean);
  const card = el("section", { class: "card article", "aria-label": `${t("article")} ${item.id}` },
    el("header", {}, el("span", { class: "kind" }, label("article", item.own.kind)), el("span", { class: "id" }, item.id), statusChip(item)),
    el("div", { class: "rows" }, rows),
    items.some((one) => one.article === item) ? null : verdict(item, statusOf(item)));
  return finish(card, item);
}

function recordCard(item) {
  const number = item.page.items.indexOf(item) + 1;
  const status = statusOf(item);
  const card = el("section", { class: `card record is-${status}${item === state.item ? " chosen" : ""}`, tabindex: "-1", "aria-label": `${t("cards")} ${number}: ${item.own.text.slice(0, 40)}` },
    el("header", {}, el("button", { class: "badge", type: "button", "aria-label": `${t("text")} ${number}`, onclick: () => choose(item, { scroll: "text" }) }, number),
      el("span", { class: "id" }, item.id), statusChip(item)),
    el("p", { class: "said", lang: "zh" }, item.own.text),
    el("div", { class: "rows" }, ROWS.map(([name, groups]) => row(item, name, groups)).filter(Boolean)),
    item.own.warnings.map((one) => warningLine(one, item.doc)),
    verdict(item, status));
  return finish(card, item);
}

function finish(card, item) {
  card.item = item;
  card.addEventListener("click", (event) => {
    if (item !== state.item && !event.target.closest("button, input, select, summary, label")) choose(item, { scroll: "text" });
  });
  card.addEventListener("mouseenter", () => lightUp([], item));
  card.addEventListener("mouseleave", lightOff);
  return card;
}

function statusChip(item) {
  const status = statusOf(item);
  return status === "open" ? null : el("span", { class: `status s-${status}` }, t(status));
}

function warningLine(warning, doc) {
  const words = warning.spans.map(([start, end]) => doc.source.slice(start, end)).join("");
  return el("p", { class: "warning" }, el("b", {}, label("warning", warning.code)), " ", warning.message,
    words ? [" ", el("button", { type: "button", class: "words", lang: "zh", onclick: () => scrollText(warning.spans) }, words.length > 24 ? `${words.slice(0, 24)}…` : words)] : null);
}

function row(item, name, groups) {
  const values = groups.flatMap((group) => valuesOf(item, group));
  const missing = groups.filter((group) => LISTS.has(group) || !valuesOf(item, group).length);
  const chosen = values.find((one) => item === state.item && one.field === state.field);
  const adding = item === state.item && groups.includes(state.adding) ? state.adding : null;
  const add = item.kind === "record" || item === state.item ? missing.slice(0, 1) : [];
  if (!values.length && !add.length) return null;
  return el("div", { class: `row${values.length ? "" : " vacant"}`, role: "group", "aria-label": label("field", name) },
    el("span", { class: `name k-${KIND_OF[groups[0]]}`, "aria-hidden": "true" }, label("field", name)),
    el("div", { class: "values" },
      values.map(chip),
      add.map((group) => el("button", { class: "add", type: "button", "aria-label": t("add", label("field", group)), title: t("add", label("field", group)), onclick: () => choose(item, { adding: group }) }, "＋")),
      chosen ? detail(chosen) : null,
      adding ? form(item, adding, null) : null));
}

function chip(one) {
  const lit = one.item === state.item && one.field === state.field;
  const note = valueNote(one);
  const made = el("button", {
    type: "button", class: `chip k-${one.kind}${one.quiet ? " quiet" : ""}${isChanged(one) ? " changed" : ""}`, "aria-expanded": String(lit),
    onclick: () => choose(one.item, lit ? {} : { field: one.field, scroll: "text" }),
  }, el("bdi", {}, valueText(one)), note ? el("span", { class: "small" }, note) : null);
  made.value_id = one.id;
  for (const event of ["mouseenter", "focus"]) {
    made.addEventListener(event, () => {
      lightUp([one.id], one.item);
      if (!lit) tip(made, [one]);
    });
  }
  for (const event of ["mouseleave", "blur"]) made.addEventListener(event, tipOff);
  return made;
}

function detail(one) {
  if (state.editing) return form(one.item, one.group, one);
  const why = reasons(one);
  const kind = `k-${one.kind}`;
  return el("div", { class: `detail ${kind}` },
    el("dl", {}, facts(one).map(([name, text]) => [el("dt", {}, name), el("dd", {}, el("bdi", {}, text))])),
    el("p", { class: "small" }, t("rules")),
    why.length
      ? el("ul", { class: "why" }, why.map(({ rule, words }) => el("li", {},
        rule.id ? el("code", {}, rule.id) : null, " ", rule.about,
        words ? [" ", el("q", { lang: "zh" }, words)] : null, rule.file ? el("span", { class: "small file" }, rule.file) : null)))
      : el("p", { class: "small" }, isChanged(one) ? t("corrected") : t("noReason")),
    el("p", { class: "buttons" },
      el("button", { type: "button", class: "primary", onclick: () => choose(one.item, { field: one.field, editing: true }) }, t("correct")),
      one.group === "activity_types" && one.index > 0 ? el("button", { type: "button", onclick: () => makeMain(one) }, t("makeMain")) : null,
      el("button", { type: "button", onclick: () => removeValue(one) }, t("remove"))));
}

function verdict(item, status) {
  const made = decisionOf(item);
  const press = (name) => el("button", {
    type: "button", class: `verdict v-${name}`, "aria-pressed": String(made.verdict === name || (name === "right" && (status === "corrected" || status === "added"))),
    onclick: () => judge(item, made.verdict === name ? null : name),
  }, name === "right" ? "✓ " : "✗ ", t(name));
  const note = el("input", { type: "text", class: "note", "aria-label": t("note"), placeholder: t("note"), value: made.note, onchange: (event) => decide(item, { note: event.target.value }) });
  return el("footer", {}, press("right"), item.kind === "record" ? press("wrong") : null,
    status === "open" ? null : el("button", { type: "button", class: "undo", onclick: () => reopen(item) }, t("reopen")),
    note, status === "wrong" ? el("p", { class: "small hint" }, t("wrongHint")) : null);
}

function judge(item, name) {
  decide(item, { verdict: name });
  refresh(item);
}

function reopen(item) {
  if (decisionOf(item).added) {
    items.splice(items.indexOf(item), 1);
    item.page.items.splice(item.page.items.indexOf(item), 1);
    decisions.delete(item.key);
    keep();
    refilter();
    return;
  }
  decide(item, { verdict: null, changes: {} });
  refresh(item);
}

function leftOf(page) {
  const { doc } = page;
  if (!doc.left.length || doc.text === null) return null;
  const from = doc.source.slice(0, page.start).split("\n").length;
  const to = doc.source.slice(0, page.end).split("\n").length;
  const held = doc.left.filter((one) => one.line >= from && one.line <= to);
  if (!held.length) return null;
  return el("details", { class: "left" }, el("summary", {}, t("left", held.length)),
    el("ul", {}, held.map((one) => el("li", {}, el("span", { class: "small" }, t("line", one.line)), " ", el("span", { lang: "zh" }, one.text.slice(0, 80)),
      el("ul", { class: "why" }, one.why.map(([number]) => el("li", {}, DATA.rules[number].id ? el("code", {}, DATA.rules[number].id) : null, " ", DATA.rules[number].about)))))));
}
