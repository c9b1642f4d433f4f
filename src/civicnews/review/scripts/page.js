// What is shown now, going from one to the next, and the start.

const state = { page: null, item: null, field: null, adding: null, editing: false, shown: new Set(), keys: true };
const THEMES = ["auto", "light", "dark"];

function visiblePages() {
  return filtering() ? pages.filter((page) => page.items.some((item) => state.shown.has(item))) : pages;
}

function showPage(page) {
  state.page = page;
  if (state.item && state.item.page !== page) Object.assign(state, { item: null, field: null, adding: null, editing: false });
  tipOff();
  if (page) {
    showText(page);
    showCards(page, state.shown);
    byId("text-title").textContent = pageName(page);
  } else {
    refill(byId("text"));
    refill(byId("cards"), el("p", { class: "empty" }, DATA.documents.length ? t("nothing") : t("noData")));
    byId("text-title").textContent = t("text");
  }
  showPlace();
  lightOff();
}

function pageName(page) {
  const { doc } = page;
  const about = [doc.newspaper, doc.published].filter(Boolean).join(" · ");
  const part = doc.pages.length > 1 ? ` · ${page.part + 1}/${doc.pages.length}` : "";
  return `${about ? `${about} · ` : ""}${doc.name}${part}`;
}

function showPlace() {
  const held = visiblePages();
  const at = held.indexOf(state.page);
  const select = byId("pages");
  refill(select, held.map((page) => {
    const count = page.items.filter((item) => state.shown.has(item)).length;
    return el("option", { value: pages.indexOf(page), selected: page === state.page }, `${pageName(page)} (${count})`);
  }));
  byId("previous").disabled = at <= 0;
  byId("next").disabled = at < 0 || at >= held.length - 1;
  showProgress();
}

function showProgress() {
  byId("count").textContent = t("shown", state.shown.size, items.length);
  const tally = { right: 0, corrected: 0, added: 0, wrong: 0 };
  for (const item of items) {
    const status = statusOf(item);
    if (status !== "open") tally[status] += 1;
  }
  const done = Object.values(tally).reduce((sum, count) => sum + count, 0);
  byId("progress-text").textContent = t("progress", done, items.length);
  refill(byId("progress"), Object.entries(tally).map(([name, count]) => {
    const made = el("span", { class: `s-${name}` });
    made.style.width = `${items.length ? (100 * count) / items.length : 0}%`;
    return made;
  }));
}

function refilter() {
  state.shown = shownItems();
  const held = visiblePages();
  showPage(held.includes(state.page) ? state.page : held[0] ?? null);
}

// Draw one item anew after a change; the rest of the page stays as it is.
function refresh(item, { focus = false } = {}) {
  const last = state.item;
  const stays = last === item && allValues(item).some((one) => one.field === state.field);
  Object.assign(state, { item, field: stays ? state.field : null, adding: null, editing: false });
  if (last && last !== item) redraw(last);
  redraw(item);
  showProgress();
  if (focus) focusOn(item);
}

function redraw(item) {
  const old = cardOf(item);
  if (!old) return;
  const made = item.kind === "article" ? articleCard(item) : recordCard(item);
  const keptFocus = old.contains(document.activeElement) ? [...old.querySelectorAll("button, input, select, summary")].indexOf(document.activeElement) : -1;
  old.replaceWith(made);
  if (keptFocus >= 0) [...made.querySelectorAll("button, input, select, summary")][keptFocus]?.focus();
  lightOff();
}

function cardOf(item) {
  return [...document.querySelectorAll(".card")].find((card) => card.item === item) ?? null;
}

function focusOn(item) {
  const card = cardOf(item);
  const chosen = [...(card?.querySelectorAll(".chip") ?? [])].find((one) => one.getAttribute("aria-expanded") === "true");
  const field = card?.querySelector(".form input, .form select");
  (field ?? chosen ?? card)?.focus({ preventScroll: true });
}

// Make an item, and a value of it, the chosen one.
function choose(item, { field = null, adding = null, editing = false, focus = false, scroll = null } = {}) {
  const last = state.item;
  if (item.page !== state.page) showPage(item.page);
  Object.assign(state, { item, field, adding, editing });
  tipOff();
  if (last && last !== item && last.page === item.page) redraw(last);
  redraw(item);
  const one = field ? allValues(item).find((each) => each.field === field) : null;
  if (scroll !== "cards") scrollText(one?.spans.length ? one.spans : item.own.spans);
  const card = cardOf(item);
  if (card && (scroll === "cards" || focus)) within(byId("cards"), card);
  if (one) lightUp([one.id], item);
  if (focus || editing || adding) focusOn(item);
}

function step(by) {
  const order = visiblePages().flatMap((page) => page.items.filter((item) => state.shown.has(item)));
  if (!order.length) return;
  const at = order.indexOf(state.item);
  const here = order.findIndex((item) => item.page === state.page);
  const to = at < 0 ? Math.max(0, here) : Math.max(0, Math.min(order.length - 1, at + by));
  choose(order[to], { focus: true });
}

function turn(by) {
  const held = visiblePages();
  const to = held[held.indexOf(state.page) + by];
  if (to) showPage(to);
}

// -- the selection becomes a record

function selectedSpan() {
  const selection = getSelection();
  const text = byId("text");
  if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  const held = drawn.filter((piece) => range.intersectsNode(piece.made));
  if (!held.length || state.page.doc.text === null) return null;
  const points = (piece, node, offset) => (piece.made.contains(node) ? Array.from(piece.made.textContent.slice(0, offset)).length : null);
  const head = held[0];
  const tail = held[held.length - 1];
  const start = head.start + (points(head, range.startContainer, range.startOffset) ?? 0);
  const end = tail.start + (points(tail, range.endContainer, range.endOffset) ?? Array.from(tail.made.textContent).length);
  return start < end ? [start, end] : null;
}

function recordFromSelection() {
  const span = selectedSpan();
  if (!span) return;
  const { doc } = state.page;
  const around = articles.filter((one) => one.doc === doc && first(one.own.spans) <= span[0]);
  const item = addRecord(doc, span, doc.source.slice(...span), around[around.length - 1] ?? articles.find((one) => one.doc === doc));
  getSelection().removeAllRanges();
  state.shown.add(item);
  showPage(item.page);
  choose(item, { focus: true });
}

// -- keyboard

function onKey(event) {
  if (event.key === "Escape") tipOff();
  const busy = event.target.closest?.("input, select, textarea, dialog, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || !state.keys) return;
  const item = state.item?.kind === "record" ? state.item : null;
  const acts = {
    j: () => step(1), k: () => step(-1), n: () => turn(1), p: () => turn(-1), "/": () => byId("filter-words").focus(), "?": () => byId("help").showModal(),
    r: () => item && judge(item, "right"), w: () => item && judge(item, "wrong"), u: () => item && reopen(item),
    e: () => state.item && state.field && choose(state.item, { field: state.field, editing: true }),
  };
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
}

// -- the frame: words, colours, menus

function frame() {
  document.documentElement.lang = language ? "en" : "zh-CN";
  document.title = `civicnews · ${t("title")}`;
  for (const box of document.querySelectorAll("[data-say]")) box.textContent = t(box.dataset.say);
  for (const box of document.querySelectorAll("[data-label]")) box.setAttribute("aria-label", t(box.dataset.label));
  byId("size").textContent = `${t("documents", DATA.documents.length)} · ${t("records", items.length)}`;
  byId("theme").textContent = t("theme", t(theme()));
  refill(byId("legend"), KINDS.map((kind) => el("button", {
    type: "button", class: `key k-${kind}`, "aria-pressed": String(!hidden.has(kind)), onclick: (event) => {
      if (!hidden.delete(kind)) hidden.add(kind);
      event.currentTarget.setAttribute("aria-pressed", String(!hidden.has(kind)));
      drawn.forEach(paint);
    },
  }, label("kind", kind))));
  const key = (keys, say) => [el("dt", {}, keys.map((one) => el("kbd", {}, one))), el("dd", {}, t(say))];
  refill(byId("help-text"), el("p", {}, t("helpText")), el("h3", {}, t("keys")),
    el("label", { class: "check" }, el("input", { type: "checkbox", checked: state.keys, onchange: (event) => (state.keys = event.target.checked) }), t("keysOn")),
    el("dl", { class: "keys" }, key(["j", "k"], "keyNext"), key(["n", "p"], "keyPage"), key(["r", "w", "u"], "keyVerdict"), key(["e"], "keyCorrect"),
      key(["/"], "keySearch"), key(["←", "→"], "keyMarks"), key(["?"], "keyHelp")));
  filterBar();
}

function theme() {
  return document.documentElement.dataset.theme ?? "auto";
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").textContent = t("theme", t(name));
  remember("theme", name);
}

function remember(name, value) {
  try {
    localStorage.setItem(`civicnews-review:${name}`, value);
  } catch {
    keeps = false;
  }
}

function remembered(name) {
  try {
    return localStorage.getItem(`civicnews-review:${name}`);
  } catch {
    return null;
  }
}

function wire() {
  const on = (id, event, act) => byId(id).addEventListener(event, act);
  on("language", "click", () => {
    language = 1 - language;
    remember("language", language ? "en" : "zh");
    frame();
    showPage(state.page);
  });
  on("theme", "click", () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]));
  on("open-help", "click", () => byId("help").showModal());
  on("previous", "click", () => turn(-1));
  on("next", "click", () => turn(1));
  on("pages", "change", (event) => showPage(pages[Number(event.target.value)]));
  on("text", "mouseover", pointAtText);
  on("text", "mouseleave", () => { tipOff(); lightOff(); });
  on("text", "focusin", pointAtText);
  on("text", "focusout", () => { tipOff(); lightOff(); });
  on("text", "click", (event) => selectedSpan() || chooseInText(event));
  on("text", "keydown", keyInText);
  on("text", "scroll", tipOff);
  on("cards", "scroll", tipOff);
  on("make-record", "click", recordFromSelection);
  document.addEventListener("selectionchange", () => { byId("make-record").hidden = !selectedSpan(); });
  document.addEventListener("keydown", onKey);
  const menu = (id, act) => on(id, "click", () => { byId("menu").open = false; act(); });
  menu("export-decisions", exportDecisions);
  menu("export-gold", exportGold);
  menu("import-decisions", () => byId("file").click());
  menu("all-right", askAllRight);
  on("file", "change", async (event) => {
    const [file] = event.target.files;
    if (file) importDecisions(await file.text());
    event.target.value = "";
  });
  document.addEventListener("click", (event) => { if (!event.target.closest("#menu")) byId("menu").open = false; });
}

function askAllRight() {
  const open = [...state.shown, ...articles.filter((one) => !items.some((item) => item.article === one))].filter((item) => statusOf(item) === "open");
  byId("ask-text").textContent = t("allRightAsk", open.filter((item) => item.kind === "record").length);
  const dialog = byId("ask");
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    for (const item of open) decisions.set(item.key, { ...decisionOf(item), verdict: "right" });
    keep();
    refilter();
  };
  dialog.returnValue = "";
  dialog.showModal();
}

build();
recall();
language = (remembered("language") ?? navigator.language).startsWith("zh") ? 0 : 1;
document.documentElement.dataset.theme = THEMES.includes(remembered("theme")) ? remembered("theme") : "auto";
frame();
wire();
refilter();
document.documentElement.dataset.ready = "yes";
