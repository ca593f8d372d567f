// Keys of all pages: what a page marks with data-key is pressed or opened by its key, data-step is gone through by
// j and k, and ? shows all of them. The first of several elements with one key is meant.
// data-keys names keys that another script listens to.
"use strict";

class Keys {
  constructor() {
    this.help = document.getElementById("keys");
    this.going = "";
    document.addEventListener("keydown", (event) => this.press(event));
    document.querySelectorAll("[data-help]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => this.show());
    });
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    if (event.target.closest("select, textarea, input:not([type=checkbox], [type=radio])")) {
      if (event.key === "Escape") { event.target.blur(); }
      return;
    }
    if (this.help.open) { return; }
    const wanted = this.going ? this.go(event.key) : this.here(event.key);
    if (wanted) { event.preventDefault(); }
  }

  go(letter) {
    this.going = "";
    const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
    if (link) { link.click(); }
    return true;
  }

  here(letter) {
    if (letter === "?") { this.show(); return true; }
    if (letter === "g") { this.going = "g"; setTimeout(() => { this.going = ""; }, 1500); return true; }
    if (letter === "/") { document.getElementById("quick").focus(); return true; }
    if (letter === "j" || letter === "k") { return this.step(letter === "j" ? 1 : -1); }
    const found = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
    if (!found) { return false; }
    if (found.matches("input:not([type=submit]), select, textarea, summary")) { found.focus(); } else { found.click(); }
    return true;
  }

  step(by) {
    const all = [...document.querySelectorAll("[data-step]")];
    if (!all.length) { return false; }
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  show() {
    const list = this.help.querySelector("[data-here]");
    const known = new Map();
    if (document.querySelector("[data-step]")) { known.set("j k", "next, previous"); }
    document.querySelectorAll("[data-says]").forEach((item) => {
      const letters = item.dataset.key || item.dataset.keys;
      if (!known.has(letters)) { known.set(letters, item.dataset.says); }
    });
    list.replaceChildren(...[...known].flatMap(([letters, says]) => this.line(letters, says)));
    list.parentElement.hidden = !known.size;
    this.help.showModal();
  }

  line(letters, says) {
    const name = document.createElement("dt");
    letters.split(" ").forEach((letter) => {
      const key = document.createElement("kbd");
      key.textContent = letter;
      name.append(key, " ");
    });
    const words = document.createElement("dd");
    words.textContent = says;
    return [name, words];
  }
}

new Keys();
