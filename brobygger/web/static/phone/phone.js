// What lies on the phone: notes on their way to the server, and for a day a short copy of one's own people. See docs/phone.md.
"use strict";

(() => {
  const given = document.getElementById("telefon");
  if (!given || !isSecureContext || !navigator.locks || !window.indexedDB) return; // the forms then post as they always do

  const page = JSON.parse(given.content.textContent); // {user, is_kept, addresses, words}; no user on a page that is the same for everybody
  const { addresses, words } = page;
  const DAY = 24 * 60 * 60 * 1000;
  const FRESH = 15 * 60 * 1000;
  const AHEAD = 5 * 60 * 1000; // a copy from further ahead than this means that the clock was set back: it is too old to trust
  const PATIENCE = 20 * 1000;
  const ON_THE_WAY = 10 * 1000; // somebody who set out and is still here after this long, stays: the coverage went, or it was a file
  const KEPT_FOR_LATER = new Set([408, 425, 429]);
  let isSignedOut = false;
  let isLeaving = false;
  let wentAt = 0; // when the person last set out for another page

  // --- what is stored -------------------------------------------------------------------------------------------------------------

  const database = new Promise((done, fail) => {
    const asked = indexedDB.open("brobygger", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("notes", { keyPath: "key" });
      asked.result.createObjectStore("kept"); // "copy": {user, at, people}; "since": when the coverage went
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const store = async (name, mode, ask) => {
    const change = (await database).transaction(name, mode);
    const asked = ask(change.objectStore(name));
    return new Promise((done, fail) => {
      change.oncomplete = () => done(asked.result);
      change.onerror = change.onabort = () => fail(change.error);
    });
  };
  const read = (key) => store("kept", "readonly", (kept) => kept.get(key));
  const keep = (key, value) => store("kept", "readwrite", (kept) => kept.put(value, key));
  const drop = (key) => store("kept", "readwrite", (kept) => kept.delete(key));
  const saveNote = (note) => store("notes", "readwrite", (notes) => notes.put(note));
  const dropNote = (key) => store("notes", "readwrite", (notes) => notes.delete(key));
  const notesOf = async (user) => {
    const all = await store("notes", "readonly", (notes) => notes.getAll());
    return all.filter((note) => user && note.user === user).sort((one, other) => one.at - other.at);
  };

  // Before anything is shown: somebody else's copy goes, and so does one that is a day old.
  const settle = async () => {
    const copy = await read("copy");
    const age = copy ? Date.now() - copy.at : 0;
    if (!copy || (age <= DAY && age >= -AHEAD && (!page.user || copy.user === page.user))) return copy || null;
    await drop("copy");
    return null;
  };
  const whoIsHere = async () => page.user || (await settle())?.user || "";

  // --- sending --------------------------------------------------------------------------------------------------------------------

  const cookie = (name) =>
    document.cookie
      .split("; ")
      .find((each) => each.startsWith(`${name}=`))
      ?.slice(name.length + 1) || "";

  const body = (note) => {
    const fields = new URLSearchParams(note.fields);
    fields.set("key", note.key);
    fields.set("happened_at", new Date(note.at).toISOString());
    fields.set("phone_now", new Date().toISOString());
    return fields;
  };

  const send = async (note) => {
    let answer;
    try {
      answer = await fetch(note.url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken"), "X-Phone-User": note.user },
        body: body(note),
        redirect: "manual", // a redirect leads to the sign-in page, which would look like an answer
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return { is: "unreached" };
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { is: "signed out" };
    const said = await answer.json().catch(() => null);
    if (answer.ok) return said?.id ? { is: "saved", said } : { is: "unreached" }; // a wall in the network can answer 200 with a page of its own
    if (answer.status >= 500 || KEPT_FOR_LATER.has(answer.status)) return { is: "later" };
    return { is: "refused", said: { message: said?.message || words.refused[answer.status] || words.refused.other, ...said } };
  };

  // One tab at a time, oldest first. A note leaves the phone only when the server has said that it has it.
  const flush = () =>
    navigator.locks.request("brobygger-notes", async () => {
      const user = await whoIsHere();
      const saved = [];
      isSignedOut = false;
      for (const note of await notesOf(user)) {
        if (note.refused) continue;
        const { is, said } = await send(note);
        if (is === "saved") {
          await dropNote(note.key);
          saved.push({ note, said });
        } else if (is === "refused") {
          await saveNote({ ...note, refused: said });
        } else isSignedOut = is === "signed out";
        await (is === "unreached" ? coverageWent() : drop("since"));
        if (is !== "saved" && is !== "refused") break;
      }
      return saved;
    });

  // Not while it is being sent. Tells whether it was still here.
  const throwAway = (note) =>
    navigator.locks.request("brobygger-notes", async () => {
      const was = (await notesOf(note.user)).some((each) => each.key === note.key);
      await dropNote(note.key);
      return was;
    });

  const coverageWent = async () => {
    if (!(await read("since"))) await keep("since", Date.now());
  };

  // --- what one sees --------------------------------------------------------------------------------------------------------------

  const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  const clock = (moment) => new Date(moment).toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const count = (many, sentences) => say(many === 1 ? sentences.one : sentences.many, { count: words.numbers[many] || String(many) });
  const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
  const told = (note) => say(words.told[note.fields.kind] || words.told.other, { who: note.who || words.somebody, time: clock(note.at) });

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const strip = element("div", "bb-strip");
  strip.setAttribute("aria-live", "polite"); // no role: a page has one status, which says what became of the last press
  const showStrip = async () => {
    const notes = await notesOf(await whoIsHere());
    const waiting = notes.filter((note) => !note.refused).length;
    const refused = notes.length - waiting;
    const since = await read("since");
    const parts = [];
    let link = null;
    if (since || !navigator.onLine) parts.push(say(words.without_coverage, { time: clock(since || Date.now()) }));
    if (waiting) parts.push(count(waiting, words.waiting));
    if (refused) parts.push(count(refused, words.not_taken));
    if (waiting && isSignedOut && !since) {
      parts.push(words.sign_in_first);
      link = [addresses.sign_in, words.sign_in];
    } else if (notes.length && location.pathname !== addresses.queue) link = [addresses.queue, words.see_them];
    const text = parts.join(" ");
    if (strip.dataset.says === text) return;
    strip.dataset.says = text;
    strip.replaceChildren();
    if (!text) return;
    const wrap = element("div", "bb-wrap");
    wrap.append(element("span", "", text));
    if (link) {
      const made = element("a", "", link[1]);
      made.href = link[0];
      wrap.append(made);
    }
    strip.append(wrap);
  };

  const toast = (text, undo) => {
    const place = document.getElementById("beskjeder");
    const made = element("div", "bb-toast");
    made.setAttribute("role", "status");
    const inner = element("div", "bb-toast__text");
    inner.append(element("span", "", text));
    made.append(inner);
    if (undo) {
      const button = element("button", "", words.undo);
      button.type = "button";
      button.addEventListener("click", () => undo(made));
      made.append(button);
    }
    document.body.classList.add("bb-hastoast");
    place.replaceChildren(made);
  };

  const ask = (sentences, yes, no) =>
    new Promise((answer) => {
      const dialog = element("dialog", "ds-dialog bb-ask");
      dialog.append(element("h2", "", sentences.heading), element("p", "", sentences.text));
      const row = element("div", "bb-rowx");
      for (const [text, value] of [[no, false], [yes, true]]) {
        const button = element("button", "ds-button", text);
        button.type = "button";
        if (value) button.dataset.variant = "secondary";
        button.addEventListener("click", () => dialog.close(value ? "yes" : ""));
        row.append(button);
      }
      dialog.append(row);
      dialog.setAttribute("aria-label", sentences.heading);
      dialog.addEventListener("close", () => {
        dialog.remove();
        answer(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
    });

  // --- writing a note -------------------------------------------------------------------------------------------------------------

  // Written to the phone first and sent after that, so that nothing depends on the coverage at the moment of the tap.
  const log = async (form, pressed) => {
    const fields = Object.fromEntries(new FormData(form, pressed));
    for (const name of ["csrfmiddlewaretoken", "key", "once", "happened_at", "phone_now"]) delete fields[name];
    const who = form.closest("[data-who]")?.dataset.who || "";
    const note = { key: crypto.randomUUID(), user: await whoIsHere(), url: form.getAttribute("action"), fields, who, at: Date.now() };
    try {
      await saveNote(note);
    } catch {
      form.dataset.plain = "true"; // no room on the phone, or none allowed
      form.requestSubmit(pressed);
      return;
    }
    await afterLogging(form, note);
  };

  const afterLogging = async (form, note) => {
    const sent = navigator.onLine ? (await flush()).find((each) => each.note.key === note.key) : null;
    if (sent && page.user && !isOnTheWay()) {
      location.assign(location.pathname + location.search);
      return;
    }
    const left = (await notesOf(note.user)).find((each) => each.key === note.key);
    if (left?.refused && location.pathname !== addresses.queue && !isOnTheWay()) {
      location.assign(addresses.queue);
      return;
    }
    form.reset();
    const details = form.closest("details");
    if (details) {
      details.open = false;
      details.querySelector("summary")?.focus();
    }
    if (sent) toast(capital(say(words.saved, { what: told(note) })));
    else if (left && !left.refused) {
      if (!navigator.onLine) await coverageWent();
      toast(say(words.saved_here, { what: told(note) }), async (made) => {
        made.remove();
        if (!(await throwAway(note))) toast(words.sent_already);
        await show();
      });
    }
    await show();
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.matches("form.bb-log") && !form.dataset.plain) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (form.getAttribute("aria-busy") === "true") return;
        form.setAttribute("aria-busy", "true");
        log(form, event.submitter).finally(() => form.removeAttribute("aria-busy"));
      } else if (form.getAttribute("action") === addresses.sign_out && form.method === "post") {
        event.preventDefault();
        event.stopImmediatePropagation();
        leave(form);
      }
    },
    true,
  );

  // --- signing out ----------------------------------------------------------------------------------------------------------------

  const leave = async (form) => {
    try {
      if ((await notesOf(page.user)).length) await flush();
      const left = (await notesOf(page.user)).length;
      const sentences = { heading: count(left, words.leaving), text: words.leaving_text };
      if (left && !(await ask(sentences, words.leave, words.stay))) return;
      isLeaving = true;
      await drop("copy");
    } catch {
      isLeaving = true; // what cannot be read cannot be shown either
    }
    form.submit();
  };

  // --- the page of the phone: what waits, what did not come in, and one's own people ----------------------------------------------

  const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const fill = (made, name, text) => {
    for (const each of made.querySelectorAll(`[data-fill="${name}"]`)) {
      each.textContent = text;
      each.hidden = !text;
    }
  };

  const noteRow = (note) => {
    const made = copyOf(note.refused ? "et-avvist-notat" : "et-notat");
    fill(made, "what", capital(told(note)));
    fill(made, "day", new Date(note.at).toLocaleDateString("nb-NO", { day: "2-digit", month: "2-digit", year: "numeric" }));
    fill(made, "line", note.refused ? "" : note.fields.line || "");
    made.querySelector("[data-do=throw]").addEventListener("click", async () => {
      if (note.refused && !(await ask(words.throwing, words.throw, words.keep))) return;
      await throwAway(note);
      await show();
    });
    if (!note.refused) return made;
    fill(made, "why", note.refused.message);
    const line = made.querySelector("textarea");
    const read = made.querySelector("input[type=checkbox]");
    line.id = `linje-${note.key}`;
    made.querySelector("[data-for=line]").htmlFor = line.id;
    line.value = note.fields.line || "";
    read.closest("label").hidden = !note.refused.read;
    made.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const fields = { ...note.fields, line: line.value };
      if (note.refused.read && read.checked) Object.assign(fields, note.refused.read);
      const { refused: _refused, ...again } = note;
      await navigator.locks.request("brobygger-notes", async () => {
        await saveNote({ ...again, fields, key: crypto.randomUUID() });
        await dropNote(note.key);
      });
      await flush();
      await show();
    });
    return made;
  };

  const personRow = (person) => {
    const made = copyOf("en-person");
    made.dataset.who = person.name;
    for (const name of ["name", "next"]) fill(made, name, person[name]);
    const call = made.querySelector("a");
    call.hidden = !person.tel;
    if (person.tel) call.href = `tel:${person.tel}`;
    call.setAttribute("aria-label", say(words.ring, { who: person.name }));
    made.querySelector("summary").setAttribute("aria-label", say(words.log, { who: person.name }));
    const form = made.querySelector("form");
    form.setAttribute("action", person.url);
    form.querySelector("textarea").id = `linje-${person.id}`;
    form.querySelector("label").htmlFor = `linje-${person.id}`;
    fill(made, "readers", say(words.readers, { who: person.name }));
    for (const button of form.querySelectorAll("button[name=kind]")) {
      if (button.value === (person.kind || "phone")) delete button.dataset.variant;
      else button.dataset.variant = "secondary";
    }
    return made;
  };

  const fillList = (id, rows) => {
    const section = document.getElementById(id);
    section.hidden = !rows.length;
    section.querySelector("ul").replaceChildren(...rows);
  };

  const showParts = async () => {
    if (!page.is_kept) return;
    const copy = await settle();
    const notes = await notesOf(copy?.user);
    const people = copy?.people || [];
    fillList("kom-ikke-inn", notes.filter((note) => note.refused).map(noteRow));
    fillList("venter", notes.filter((note) => !note.refused).map(noteRow));
    const list = document.getElementById("folk-her");
    if (list.dataset.at !== String(copy?.at)) fillList("folk-her", people.map(personRow)); // left alone while somebody writes in it
    list.dataset.at = String(copy?.at);
    document.getElementById("intet").hidden = notes.length + people.length > 0;
  };

  const show = async () => {
    await showParts();
    await showStrip();
  };

  // --- the copy of one's own people -----------------------------------------------------------------------------------------------

  const refresh = async () => {
    if (!page.user || location.pathname !== addresses.today) return;
    const copy = await read("copy");
    if (copy?.people && Date.now() - copy.at < FRESH) return;
    const answer = await fetch(addresses.copy, { headers: { Accept: "application/json", "X-Phone-User": page.user } }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (said?.user === page.user && !isLeaving) await keep("copy", { user: page.user, at: Date.now(), people: said.people });
  };

  // --- from the beginning ---------------------------------------------------------------------------------------------------------

  // Whether the server can be reached again, when it could not be.
  const tryAgain = async () => {
    if (!(await read("since"))) return true;
    const isBack = await fetch(addresses.ping, { cache: "no-store" }).then((answer) => answer.ok, () => false);
    if (isBack) await drop("since");
    return isBack;
  };

  // A page never fetches another one past the link somebody has pressed: the browser would forget where they were going.
  const setOut = () => (wentAt = Date.now());
  const isOnTheWay = () => Date.now() - wentAt < ON_THE_WAY;

  const isUntouched = () =>
    [...document.querySelectorAll("textarea, input:not([type=hidden])")].every((field) => field.value === field.defaultValue);

  const begin = async ({ isFirst = false } = {}) => {
    await show();
    if (!navigator.onLine || !(await tryAgain())) return showStrip();
    const isWaiting = (await notesOf(await whoIsHere())).some((note) => !note.refused);
    const sent = isWaiting ? await flush() : [];
    const standsIn = page.is_kept && location.pathname !== addresses.queue;
    const isBehind = standsIn ? !isFirst : sent.length > 0 && location.pathname === addresses.today;
    if (isBehind && isUntouched() && !isOnTheWay() && !(await read("since"))) return location.reload();
    await refresh();
    await show();
  };
  const again = () => (document.hidden || isLeaving ? null : begin());

  document.getElementById("innhold").prepend(strip);
  addEventListener("beforeunload", setOut);
  addEventListener("pageshow", () => (wentAt = 0));
  // Safari on a phone does not say that a page is about to be left.
  document.addEventListener("submit", (event) => event.defaultPrevented || setOut());
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const leads = link && link.origin === location.origin && !link.target && link.pathname + link.search !== location.pathname + location.search;
    if (leads && !event.defaultPrevented) setOut();
  });
  addEventListener("online", again);
  addEventListener("offline", () => coverageWent().then(show));
  document.addEventListener("visibilitychange", again);
  setInterval(() => (page.is_kept ? again() : show()), 60 * 1000);
  (async () => {
    await settle();
    if (page.user) {
      await drop("since"); // the page has just come
      if (!(await read("copy"))) await keep("copy", { user: page.user, at: Date.now(), people: null });
    } else if (page.is_kept && location.pathname !== addresses.queue) await coverageWent(); // it stands in for another page
    await begin({ isFirst: true });
  })();
  if (addresses.worker) navigator.serviceWorker?.register(addresses.worker, { scope: "/" });
})();
