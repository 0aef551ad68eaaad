// The filter rail's facets and the chips above every result.

const next = (item, wanted) => (item.state === wanted ? "none" : wanted);

const facetRow = (item, data, context) => {
  const choose = wanted => context.act({ do: "facet", value: item.value, to: next(item, wanted) });
  const included = item.state === "include", excluded = item.state === "exclude";
  return el("li", { class: excluded ? "excluded" : included ? "included" : "" },
    el("button", {
      type: "button", role: "checkbox", class: "pick", "aria-checked": String(included),
      title: `Only ${item.label}`, onclick: () => choose("include"),
    },
      el("span", { class: "box", "aria-hidden": "true" }, included ? "✓" : excluded ? "–" : ""),
      item.code ? el("span", { class: "code", style: { "--actor": item.colour } }, item.code) : null,
      el("span", { class: "label" }, item.label),
      el("span", { class: "n" }, item.n.toLocaleString("en"))),
    el("button", {
      type: "button", class: "not", "aria-pressed": String(excluded),
      "aria-label": `Leave out ${item.label}`, title: `Leave out ${item.label}`,
      onclick: () => choose("exclude"),
    }, "not"));
};

const facetList = (data, context, memory) => {
  const sought = (memory.sought || "").trim().toLowerCase();
  const chosen = data.items.filter(item => item.state !== "none");
  const rest = data.items.filter(item => item.state === "none");
  const matching = [...chosen, ...rest].filter(item =>
    !sought || item.label.toLowerCase().includes(sought) || item.code.toLowerCase() === sought);
  const limit = memory.open || sought ? 60 : Math.max(data.limit, chosen.length);
  const shown = matching.slice(0, limit);
  const rows = shown.map(item => facetRow(item, data, context));
  if (!rows.length) rows.push(el("li", { class: "none" }, sought ? "No match" : "None"));
  return { rows, more: matching.length - shown.length };
};

const showFacet = (data, context, memory) => {
  const list = el("ul", { class: "facet", "aria-label": data.title });
  const more = el("button", { type: "button", class: "more" });
  const fill = () => {
    const { rows, more: left } = facetList(data, context, memory);
    list.replaceChildren(...rows);
    more.hidden = !left && !memory.open;
    more.textContent = memory.open ? (left ? `${left} more: search` : "Fewer") : `${left} more`;
  };
  more.onclick = () => { memory.open = !memory.open; fill(); };
  const box = data.items.length > data.limit
    ? el("input", {
        type: "search", placeholder: `Find a ${data.title.toLowerCase()}`,
        "aria-label": `Find a ${data.title.toLowerCase()}`,
        oninput: event => { memory.sought = event.target.value; fill(); },
      })
    : null;
  if (box) box.value = memory.sought || "";
  fill();
  return [el("section", { class: "facetbox" },
    el("h3", {}, el("span", {}, data.title), el("span", { class: "n" }, data.total)), box, list, more)];
};

const chip = (item, context) =>
  el("button", {
    type: "button", class: `chip ${item.not ? "not" : ""}`, title: "Remove this filter",
    "aria-label": `Remove the filter ${item.label}`,
    onclick: () => context.act({ do: "drop", ...item.drop }),
  }, el("span", {}, item.label), el("span", { class: "x", "aria-hidden": "true" }, "×"));

const showChips = (data, context) => [
  el("div", { class: "chips" },
    el("div", { class: "row" },
      data.chips.map(item => chip(item, context)),
      data.chips.length
        ? el("button", { type: "button", class: "clear", onclick: () => context.act({ do: "clear" }) }, "Clear all")
        : null),
    el("div", { class: "amount", role: "status" }, data.amount)),
];

// No sight: passes the clicks on a chart on, where Streamlit itself listens to drags.
const showClicks = (data, context, memory) => {
  memory.act = context.act;
  const attach = () => {
    const chart = document.querySelector(`.${CSS.escape(data.chart)} .js-plotly-plot`);
    if (!chart || !chart.on || chart === memory.chart) return;
    memory.chart = chart;
    chart.on("plotly_click", event => {
      const mark = event.points && event.points[0] && event.points[0].customdata;
      if (mark) memory.act({ do: "point", customdata: Array.from(mark) });
    });
  };
  clearInterval(memory.watch);
  memory.watch = setInterval(attach, 300);
  attach();
  return [];
};
