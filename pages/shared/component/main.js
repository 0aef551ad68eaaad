// The component's entry: which view to draw, how to tell the server what was clicked.

const views = { cards: showCards, facet: showFacet, chips: showChips, article: showArticle, clicks: showClicks };
const memories = new WeakMap();

const onKey = memory => event => memory.keys?.(event);

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const host = parentElement.querySelector(".readout");
  if (!host || !data) return;
  let memory = memories.get(host);
  if (!memory) {
    memory = {};
    memory.listener = onKey(memory);
    memories.set(host, memory);
    document.addEventListener("keydown", memory.listener);
  }
  const context = {
    keep: data.keep || [],
    act: action => setTriggerValue("act", { ...action, at: Date.now() }),
  };
  const active = parentElement.activeElement;
  const wasTyping = active && active.tagName === "INPUT";
  const again = active && active.getAttribute("title");
  host.replaceChildren(...views[data.view](data, context, memory));
  const focus = wasTyping ? host.querySelector("input")
    : again ? [...host.querySelectorAll("[title]")].find(node => node.title === again) : null;
  focus?.focus({ preventScroll: true });
  return () => {
    document.removeEventListener("keydown", memory.listener);
    clearInterval(memory.watch);
  };
}
