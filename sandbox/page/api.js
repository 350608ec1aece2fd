// What the page asks of the sandbox and does in it: the same endpoints that tests use.

export async function ask(what, query = {}) {
  const answer = await fetch(`/sandbox/api/${what}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
  return answer.json();
}

export async function act(action, body = {}) {
  const answer = await fetch(`/sandbox/api/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? `${action}: ${answer.status}`);
  return result;
}

/** Hear of changes as they happen; `onOpen` also after every reconnection, when something may have been missed. */
export function listen(handlers, onOpen, onLost) {
  const stream = new EventSource("/sandbox/api/events");
  stream.addEventListener("open", onOpen);
  stream.addEventListener("error", onLost);
  for (const [event, handle] of Object.entries(handlers)) {
    stream.addEventListener(event, ({ data }) => handle(JSON.parse(data)));
  }
}
