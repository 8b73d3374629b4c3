// Comes after two lines from the server: VERSION, and SHELL, the files of the page that shows when there is no coverage. It has nobody in it.
"use strict";

const PAGE = SHELL[0];

self.addEventListener("install", (event) => {
  const fetched = caches.open(VERSION).then((cache) => cache.addAll(SHELL.map((address) => new Request(address, { cache: "reload" }))));
  event.waitUntil(fetched.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

// Nothing is put away here: what was stored at the start is all that is ever stored.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  else if (SHELL.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
