// The desk works without this script; it adds progress that moves, dropping of files, and the keys of the review.
"use strict";

function watchProgress(line) {
  fetch(line.dataset.progress, { headers: { accept: "application/json" } })
    .then((answer) => answer.json())
    .then((job) => {
      if (job.ended) { location.reload(); return; }
      if (job.state === "coding") {
        showSteps(document.getElementById(line.dataset.steps), job.steps);
        line.textContent = `${job.done} document${job.done === 1 ? "" : "s"}, ${job.events} event${job.events === 1 ? "" : "s"} found.`;
      }
      setTimeout(() => watchProgress(line), 700);
    })
    .catch(() => setTimeout(() => watchProgress(line), 3000));
}

function showSteps(list, steps) {
  steps.forEach((step, number) => {
    let row = list.children[number];
    if (!row) {
      row = document.createElement("li");
      row.append(document.createElement("span"), " ", document.createElement("span"));
      row.firstChild.className = "name";
      row.lastChild.className = "state";
      list.append(row);
    }
    const name = step.state + (step.inner ? " inner" : "");
    if (row.className !== name) { row.className = name; }
    const [words, state] = row.querySelectorAll("span");
    if (words.textContent !== step.name) { words.textContent = step.name; }
    if (state.textContent !== step.words) { state.textContent = step.words; }
  });
  const ended = steps.filter((step) => !["waiting", "reading", "read"].includes(step.state)).length;
  const bar = document.getElementById("bar");
  if (steps.length > 1 && bar) { bar.max = steps.length; bar.value = ended; }
}

function showChosen(form) {
  const list = document.getElementById("chosen");
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  showSteps(list, files.map((file) => ({
    name: file.webkitRelativePath || file.name, words: `${Math.max(1, Math.round(file.size / 1000)).toLocaleString("en")} kB`, state: "waiting", inner: false,
  })));
  while (list.children.length > files.length) { list.lastChild.remove(); }
  list.hidden = !files.length;
}

// Pasted files go where dropped ones go, pasted words into the text, wherever on the page they are pasted.
function takePastes(form) {
  const input = form.querySelector(".drop input");
  form.querySelector(".folder").hidden = !("webkitdirectory" in input);
  form.addEventListener("change", () => showChosen(form));
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      input.files = event.clipboardData.files;
      showChosen(form);
    } else if (!event.target.closest("input, textarea")) {
      event.preventDefault();
      const text = form.querySelector("textarea");
      text.value += event.clipboardData.getData("text/plain");
      text.focus();
    }
  });
}

async function filesBelow(entry) {
  if (entry.isFile) { return [await new Promise((done, fail) => { entry.file(done, fail); })]; }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => { reader.readEntries(done, fail); });
    if (!some.length) { return found; }
    for (const inner of some) { if (!inner.name.startsWith(".")) { found.push(...await filesBelow(inner)); } }
  }
}

async function takeDropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  if (!entries.some((entry) => entry && entry.isDirectory)) { return transfer.files; }
  const taken = new DataTransfer();
  for (const entry of entries) { if (entry) { (await filesBelow(entry)).forEach((file) => taken.items.add(file)); } }
  return taken.files;
}

function takeDrops(place) {
  const input = place.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragenter"]) {
    place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add("over"); });
  }
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    takeDropped(event.dataTransfer).then((files) => { input.files = files; showChosen(place.closest("form")); });
  });
}

class Review {
  constructor(list) {
    this.items = [...list.querySelectorAll(".item")];
    this.author = document.getElementById("author");
    this.at = 0;
    this.items.forEach((item, number) => {
      item.querySelectorAll("form").forEach((form) => form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.decide(number, form.matches(".correct") ? "correct" : event.submitter.value);
      }));
      item.addEventListener("focusin", () => this.show(number));
      item.querySelector("[name=field]").addEventListener("change", () => this.offer(item));
      this.offer(item);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    if (this.items.length) { this.show(0); }
  }

  // Each field has its own values: a list where only some are allowed. What is coded stands in it, to be changed.
  offer(item) {
    const field = item.querySelector("[name=field]").value;
    const kind = { source: "actor", target: "actor", place: "words", evidence: "words" }[field] || field;
    const fresh = document.getElementById(`value-${kind}`).content.firstElementChild.cloneNode(true);
    const own = fresh.querySelector(`optgroup[label="${CSS.escape(item.dataset.event_type)}"]`);
    if (own) { fresh.prepend(own); }
    const coded = item.dataset[field];
    if (coded && (fresh.tagName === "INPUT" || [...fresh.options].some((option) => option.value === coded))) { fresh.value = coded; }
    item.querySelector("[name=value]").replaceWith(fresh);
  }

  show(number) {
    this.at = number;
    this.items.forEach((item, other) => item.classList.toggle("at", other === number));
  }

  go(number) {
    if (number < 0 || number >= this.items.length) { return; }
    this.show(number);
    this.items[number].focus({ preventScroll: true });
    this.items[number].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    if (event.target.closest("input, select, textarea, dialog")) { return; }
    const item = this.items[this.at];
    if (!item) { return; }
    if (event.key === "j") { this.go(this.at + 1); }
    else if (event.key === "k") { this.go(this.at - 1); }
    else if (event.key === "a") { this.decide(this.at, "accept"); }
    else if (event.key === "r") { this.decide(this.at, "reject"); }
    else if (event.key === "e") {
      item.querySelector("details").open = true;
      item.querySelector("select").focus();
    } else if (event.key === "s" || event.key === "m") { item.querySelector(".joined").click(); }
    else { return; }
    event.preventDefault();
  }

  decide(number, verdict) {
    const item = this.items[number];
    const said = item.querySelector(".said");
    const form = new FormData(item.querySelector(verdict === "correct" ? ".correct" : "form"));
    form.set("note", item.querySelector("[name=note]").value);
    form.set("verdict", verdict);
    form.set("author", this.author.value);
    if (!this.author.value.trim()) {
      said.textContent = "Say who you are first.";
      this.author.focus();
      return;
    }
    fetch("/review", { method: "POST", body: form, headers: { accept: "application/json" } })
      .then((answer) => answer.json())
      .then((kept) => {
        said.textContent = kept.error ? kept.error : { accept: "Accepted.", reject: "Rejected.", correct: "Corrected." }[verdict];
        if (!kept.error) {
          item.classList.add("done");
          if (verdict !== "correct") { this.go(number + 1); }
        }
      })
      .catch(() => { said.textContent = "The desk did not answer: it was not kept."; });
  }
}

class Brush {
  constructor(chart) {
    this.address = chart.dataset.brush;
    this.bars = [...chart.querySelectorAll("a.bar")];
    this.from = this.to = -1;
    this.bars.forEach((bar, number) => {
      bar.addEventListener("dragstart", (event) => event.preventDefault());
      bar.addEventListener("pointerdown", (event) => { if (event.button === 0 && !event.shiftKey) { this.from = this.to = number; } });
      bar.addEventListener("pointerenter", (event) => { if (event.buttons & 1 && this.from >= 0) { this.take(this.from, number); } });
      bar.addEventListener("click", (event) => this.click(event, number));
      bar.addEventListener("keydown", (event) => this.key(event, number));
    });
    chart.addEventListener("pointerup", () => { if (this.from >= 0 && this.from !== this.to) { this.open(); } });
  }

  take(from, to) {
    this.from = from;
    this.to = to;
    const [low, high] = from < to ? [from, to] : [to, from];
    this.bars.forEach((bar, number) => bar.classList.toggle("chosen", number >= low && number <= high));
  }

  click(event, number) {
    if (event.shiftKey) {
      event.preventDefault();
      const chosen = this.bars.findIndex((bar) => bar.classList.contains("chosen"));
      this.take(chosen >= 0 ? chosen : number, number);
      this.open();
    } else if (this.from >= 0 && this.from !== this.to) { event.preventDefault(); }
  }

  key(event, number) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && this.bars[number + step]) {
      event.preventDefault();
      if (event.shiftKey) { this.take(this.from >= 0 ? this.from : number, number + step); } else { this.from = this.to = -1; }
      this.bars[number + step].focus();
    } else if (event.key === "Enter" && this.from >= 0 && this.from !== this.to) {
      event.preventDefault();
      this.open();
    }
  }

  open() {
    const days = [this.from, this.to].map((number) => this.bars[number].dataset.start).sort();
    const address = new URL(this.address, location.href);
    address.searchParams.set("at", days[0]);
    address.searchParams.set("to", days[1]);
    address.hash = "events";
    location.assign(address);
  }
}

document.querySelectorAll("[data-brush]").forEach((chart) => new Brush(chart));
document.querySelectorAll("[data-progress]").forEach(watchProgress);
document.querySelectorAll(".drop").forEach(takeDrops);
document.querySelectorAll(".hand-in").forEach(takePastes);
document.querySelectorAll("[data-review]").forEach((list) => new Review(list));
