// What the pages do a little better with script; everything works without.
"use strict";

// A form that is on its way is not sent again. The server refuses the second one too; this only saves the person from wondering.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// The list of mistakes takes the focus, also when the address has a fragment or the form was swapped in.
const toMistakes = () => document.querySelector("[data-takes-focus]")?.focus();
toMistakes();
document.addEventListener("htmx:after:swap", toMistakes);
