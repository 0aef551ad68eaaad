// A source with its statements marked in place; j and k go from one to the next.

const markedText = (part, data, context, memory, select) => {
  if (part.url) {
    return el("a", {
      class: "note", href: part.url, target: "_blank", rel: "noopener noreferrer", title: part.title,
    }, part.text);
  }
  if (!part.ids.length) return part.aside ? el("span", { class: "aside" }, part.text) : part.text;
  const statement = data.statements[part.ids[part.ids.length - 1]];
  return el("span", {
    class: `said ${part.role}`, "data-ids": part.ids.join(" "), style: { "--actor": statement.colour },
    title: statement.title, role: "button", tabindex: "0",
    onclick: () => select(statement.id),
    onkeydown: event => { if (event.key === "Enter") select(statement.id); },
  }, part.text);
};

const paragraph = (block, data, context, memory, select) =>
  el("div", { class: "block" },
    el("div", { class: "margin" }, block.names.map(name =>
      el("button", {
        type: "button", style: { "--actor": name.colour }, "data-id": name.id, title: name.title,
        onclick: () => select(name.id),
      }, name.text))),
    el("p", {}, block.parts.map(part => markedText(part, data, context, memory, select))));

const showArticle = (data, context, memory) => {
  const panel = el("aside", { "aria-live": "polite", "aria-label": "The marked statement" });
  const body = el("div", { class: "text", lang: data.language });
  const order = data.order;
  let root;
  const select = (id, { scroll = false, tell = true } = {}) => {
    if (!data.statements[id]) return;
    memory.chosen = id;
    for (const node of root.querySelectorAll("[data-ids]"))
      node.classList.toggle("chosen", node.dataset.ids.split(" ").includes(id));
    for (const node of root.querySelectorAll(".margin button"))
      node.classList.toggle("chosen", node.dataset.id === id);
    panel.replaceChildren(
      el("p", { class: "place" }, `${order.indexOf(id) + 1} of ${order.length}`,
        el("span", {}, el("kbd", {}, "j"), " next ", el("kbd", {}, "k"), " previous")),
      statementCard(data.statements[id].card, { ...context, inArticle: true }));
    if (scroll) root.querySelector(".chosen")?.scrollIntoView({ block: "center", behavior: memory.seen ? "smooth" : "auto" });
    memory.seen = true;
    if (tell) {
      memory.told = id;
      clearTimeout(memory.timer);
      memory.timer = setTimeout(() => context.act({ do: "statement", id }), 250);
    }
  };
  body.append(...data.blocks.map(block => paragraph(block, data, context, memory, select)));
  root = el("div", { class: "reader" }, body, panel);
  memory.keys = event => {
    const typing = event.composedPath().some(node => node.matches?.("input, textarea, select, [contenteditable=true]"));
    if (typing || event.metaKey || event.ctrlKey || event.altKey || !["j", "k"].includes(event.key)) return;
    const at = order.indexOf(memory.chosen);
    const to = order[at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    if (to) { event.preventDefault(); select(to, { scroll: true }); }
  };
  // What was chosen here stands until the server has heard of it; a late answer takes nothing back.
  if (memory.told === data.chosen) memory.told = null;
  const first = memory.told || data.chosen || memory.chosen;
  const arrived = Boolean(data.chosen) && memory.chosen !== first;
  if (first && data.statements[first]) {
    select(first, { tell: false });
    if (arrived) requestAnimationFrame(() =>
      root.querySelector(".chosen")?.scrollIntoView({ block: "center" }));
  } else panel.append(el("p", { class: "hint" }, order.length
    ? "Choose a marked passage, or press j to go from one to the next."
    : "No statement was found in this article."));
  return [root];
};
