// Filters, deep links, copying, printing. The page is complete without it.
(() => {
  "use strict";
  const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.querySelector(".filters");
  const controls = $(".control").map((node) => ({ node, data: node.dataset, on: node.dataset.on.split(" "), text: null }));
  const output = document.querySelector(".shown");

  // The status that counts: of all hosts together, or of the one that was chosen.
  const statusOf = (control, host) => (host === "" ? control.data.status : control.on[Number(host)]);

  const read = () => {
    const values = new FormData(form);
    return {
      text: (values.get("text") || "").trim().toLowerCase().split(/\s+/).filter(Boolean),
      severity: values.get("severity") || "",
      section: values.get("section") || "",
      level: values.get("level") || "",
      host: values.get("host") || "",
      status: new Set(values.getAll("status")),
    };
  };

  const fits = (control, want) => {
    const { data } = control;
    if (want.severity && data.severity !== want.severity) return false;
    if (want.section && data.section !== want.section) return false;
    if (want.level && data.level !== want.level) return false;
    if (want.text.length === 0) return true;
    control.text ??= `${control.node.id} ${control.node.textContent}`.toLowerCase();
    return want.text.every((word) => control.text.includes(word));
  };

  const filter = () => {
    const want = read();
    const counts = new Map();
    let shown = 0;
    for (const control of controls) {
      const status = statusOf(control, want.host);
      const candidate = fits(control, want);
      if (candidate) counts.set(status, (counts.get(status) || 0) + 1);
      const visible = candidate && want.status.has(status);
      control.node.hidden = !visible;
      if (visible) shown += 1;
    }
    for (const chip of $(".chip", form)) {
      chip.querySelector(".count").textContent = counts.get(chip.querySelector("input").value) || 0;
    }
    for (const part of $(".part")) part.hidden = !part.querySelector(".control:not([hidden])");
    for (const part of $(".benchmark")) part.hidden = !part.querySelector(".part:not([hidden])");
    document.querySelector(".none-shown").hidden = shown > 0;
    output.textContent = `${shown} of ${controls.length} controls`;
  };

  // Opens and shows what the address names, whatever the filter says.
  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* as written */ }
    const node = name && document.getElementById(name);
    if (!node) return;
    const hidden = node.closest("[hidden]") !== null;
    if (hidden && form) { form.reset(); filter(); }
    if (node.matches(".control")) {
      node.open = true;
      node.scrollIntoView({ block: "start" });
      node.querySelector("summary").focus({ preventScroll: true });
    } else if (hidden) {
      node.scrollIntoView({ block: "start" });
    }
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("click", (event) => {
      const what = event.target.dataset.do;
      if (!what) return;
      for (const { node } of controls) if (!node.hidden) node.open = what === "open";
    });
    filter();
  }

  for (const pre of $(".fix pre")) {
    const block = document.createElement("div");
    block.className = "block";
    pre.replaceWith(block);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    block.append(pre, button);
  }

  // Paper cannot be clicked: what asks for attention is printed open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = $("details[data-printed]:not([open])");
    for (const node of opened) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of opened) node.open = false;
  });
  addEventListener("hashchange", follow);
  // The browser goes to the address itself once the page is loaded, and takes the focus away.
  addEventListener("load", () => setTimeout(follow));
})();
