// One statement card, everywhere. All text enters the page as text nodes, never as markup.

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "style") for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    else if (name.startsWith("on")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ""));
  return node;
};

// The address of another page of this dashboard, with the filters that now stand in the URL.
const pageAddress = (page, parameters, keep) => {
  const here = new URL(window.location.href);
  const target = new URL(here.pathname.replace(/[^/]*$/, "") + page, here.origin);
  for (const [name, value] of here.searchParams)
    if (keep.includes(name)) target.searchParams.append(name, value);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
};

const copyText = async text => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", { "aria-hidden": "true", style: { position: "fixed", opacity: "0" } });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
};

const plainClick = event =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

// A real link (it can be opened in a new tab or copied) that a plain click follows without reload.
const pageLink = (label, page, parameters, action, context, attributes = {}) =>
  el("a", {
    href: pageAddress(page, parameters, context.keep),
    onclick: event => {
      if (!plainClick(event)) return;
      event.preventDefault();
      context.act(action);
    },
    ...attributes,
  }, label);

const badge = speaker =>
  el("span", {
    class: "badge", title: speaker.country_name, style: { "--actor": speaker.colour },
    role: "img", "aria-label": speaker.country_name,
  }, speaker.flag ? el("img", { class: "flag", src: speaker.flag, alt: "" }) : null, speaker.code || "–");

const unsure = (node, doubtful, why) => {
  if (doubtful) node.classList.add("unsure");
  if (why) {
    node.title = why;
    if (doubtful) node.setAttribute("aria-description", why);
  }
  return node;
};

const who = (card, context) => {
  const { speaker, date } = card;
  const name = speaker.known
    ? pageLink(speaker.name, "actors", { actor: speaker.name },
        { do: "actor", name: speaker.name }, context, { class: "name" })
    : el("span", { class: "name" }, speaker.name);
  return el("header", {},
    badge(speaker),
    el("div", { class: "who" },
      unsure(name, speaker.unsure, speaker.why),
      speaker.post ? el("span", { class: "post" }, speaker.post) : null,
      speaker.code && speaker.country ? el("span", { class: "country" }, speaker.country) : null),
    el("div", { class: "when" }, unsure(el("span", {}, date.text), date.unsure, date.hover)));
};

const relations = card =>
  card.relations.length
    ? el("p", { class: "relations" }, card.relations.map(([label, names]) =>
        el("span", {}, el("i", {}, label + " "), names)))
    : null;

const sentence = card =>
  card.context.length
    ? el("p", { class: "context" }, card.context.map(([text, said]) => said ? el("mark", {}, text) : text))
    : null;

const confidence = card => {
  const { full, of, hover } = card.confidence;
  return el("span", { class: "confidence", title: hover, role: "img", "aria-label": hover },
    Array.from({ length: of }, (_, i) => el("i", { class: i < full ? "full" : "" })));
};

const facts = card =>
  el("div", { class: "facts" },
    card.facts.map(fact => el("span", {}, fact)),
    confidence(card),
    card.curated ? el("span", { class: "tag", title: "Entered by a person, not found in a text" }, "curated") : null,
    card.reports ? el("span", { class: "tag", title: "Articles that carry these words" }, card.reports) : null,
    card.why ? el("span", { class: "found" }, card.why) : null);

const links = (card, context) => {
  const place = { article: card.article, statement: card.id };
  const copy = el("button", {
    type: "button",
    onclick: async () => {
      const done = await copyText(pageAddress("article", place, []));
      copy.textContent = done ? "Copied" : "Copy failed";
      setTimeout(() => { copy.textContent = "Copy link"; }, 1500);
    },
  }, "Copy link");
  return el("nav", { "aria-label": "This statement" },
    context.inArticle ? null
      : pageLink("In the source", "article", place, { do: "article", ...place }, context),
    card.original ? el("a", {
      href: card.original.url, target: "_blank", rel: "noopener noreferrer", title: card.original.title,
    }, "Original page ↗") : null,
    pageLink("Find similar", "search", { like: card.id }, { do: "similar", id: card.id }, context),
    copy);
};

const statementCard = (card, context) =>
  el("article", {
    class: "card", "data-id": card.id, tabindex: "0",
    "aria-label": `${card.speaker.name}, ${card.date.text}`,
    style: { "--actor": card.speaker.colour },
  },
    who(card, context),
    relations(card),
    card.question ? el("p", { class: "question" }, el("i", {}, "Asked: "), card.question) : null,
    el("blockquote", {}, card.lead ? el("span", { class: "lead" }, card.lead + " ") : null, card.words),
    card.phrase.length
      ? el("p", { class: "phrase" }, el("i", {}, card.phrase[0] + ": "), el("span", {}, card.phrase[1])) : null,
    sentence(card),
    card.caution ? el("p", { class: "caution" }, el("b", {}, "Caution: "), card.caution) : null,
    el("footer", {}, facts(card), links(card, context)));

const showCards = (data, context) => [
  el("div", { class: "cards", role: "feed", "aria-label": data.label || "Statements" },
    data.cards.map(card => statementCard(card, context))),
];
