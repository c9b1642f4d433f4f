// Elements made from text: the only way that anything gets into the page, so nothing of the input is ever read as markup.

function el(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "value") made.value = value;
    else if (name === "checked" || name === "disabled" || name === "selected" || name === "open") made[name] = Boolean(value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  put(made, ...children);
  return made;
}

function put(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) parent.append(child instanceof Node ? child : String(child));
  }
  return parent;
}

function refill(parent, ...children) {
  parent.replaceChildren();
  return put(parent, ...children);
}

function byId(id) {
  return document.getElementById(id);
}

let saidLast = 0;

function say(text) {
  const box = byId("said");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(saidLast);
  saidLast = setTimeout(() => box.classList.remove("on"), 6000);
}
