"use strict";
// Counts the answers and saves them as CSV (RFC 4180), here in the page: nothing is sent and nothing is kept.
const sheet = document.getElementById("sheet");
const told = document.getElementById("told");
const numbers = [...sheet.querySelectorAll("tbody th")].map((cell) => cell.textContent);
const facts = ["app", "version", "device", "tester", "date"];
let unsaved = false;

// A quote before what a spreadsheet program would take for a formula.
const cell = (text) => {
  const plain = text.replace(/\s+/g, " ").trim().replace(/^(?=[=+\-@])/, "'");
  return /[",;]/.test(plain) ? '"' + plain.replaceAll('"', '""') + '"' : plain;
};
const answer = (number) => sheet.elements["c" + number].value;
const count = () => {
  const open = numbers.filter((number) => !answer(number));
  const done = numbers.length - open.length;
  const rest = open.length && open.length <= 5 ? "; still open: " + open.join(", ") : "";
  told.textContent = done + " of " + numbers.length + " cards answered" + rest;
};
const csv = () => {
  const rows = [["number", "answer", "note"], ["deck", sheet.dataset.deck, ""]];
  facts.forEach((name) => rows.push([name, sheet.elements[name].value, ""]));
  numbers.forEach((number) => rows.push([number, answer(number), sheet.elements["n" + number].value]));
  return "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
};
const save = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
  link.download = "answers-" + sheet.dataset.deck + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  unsaved = false;
};

// A second click on an answer takes it back.
let before = null;
sheet.addEventListener("pointerdown", (event) => {
  const picked = event.target.closest("label")?.querySelector("input[type=radio]");
  before = picked && picked.checked ? picked : null;
});
sheet.addEventListener("click", (event) => {
  if (event.target === before) {
    before.checked = false;
    before = null;
    count();
  }
});
sheet.addEventListener("input", () => {
  unsaved = true;
  count();
});
sheet.addEventListener("submit", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
document.getElementById("save").addEventListener("click", save);
document.getElementById("save").hidden = false;
count();
