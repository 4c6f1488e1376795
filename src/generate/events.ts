/** The events, in order of time: all sessions that go on at the same time, played through together. */
import { CHUNK_LENGTH, type Chunk } from "./chunk.ts";
import { shuffledNumber } from "./ids.ts";
import { dayStart, type SampleOptions } from "./options.ts";
import { nextPage, nextLoggedOutPage, PAGE_FIELDS, PAGE_STATUS, type Page } from "./pages.ts";
import { NO_SONG, createPlaylist, type Playlist, type RenderedSong } from "./playlist.ts";
import { Queue, type DueItem } from "./queue.ts";
import { createRng, type Rng } from "./rng.ts";
import { sessionPlans, type SessionPlan } from "./sessions.ts";
import { ODDITIES } from "./oddities.ts";
import { LOGGED_OUT_USER, userAt, type Level, type User } from "./users.ts";

interface Listener {
  readonly user: User;
  level: Level;
  busy: boolean;
}

interface Session extends DueItem {
  readonly listener: Listener;
  readonly id: string;
  item: number;
  /** Events to come. */
  left: number;
  page: Page;
  loggedIn: boolean;
  /** When the song ends that is playing, in seconds since 1970. */
  songEnd: number;
}

const EVENTS_STREAM = 9;
const DAY = 86_400;

/**
 * Returns all events in order of time, a file a day: the same for the same options. Memory does not grow with their
 * number.
 */
export function* eventChunks(options: SampleOptions): Generator<Chunk> {
  const rng = createRng(options.seed, EVENTS_STREAM);
  const songs = createPlaylist(options.seed, options.songs, options.matchedShare);
  let day = Number.NaN;
  let text = "";
  let rows = 0;
  for (const session of sessionTurns(options, rng)) {
    const today = Math.floor(session.time / DAY);
    const another = today !== day;
    if (rows > 0 && (another || text.length >= CHUNK_LENGTH)) {
      yield { path: fileOf(day), text, rows };
      text = "";
      rows = 0;
    }
    if (!another) text += "\n";
    text += playTurn(session, songs, rng);
    rows++;
    day = today;
  }
  yield { path: fileOf(day), text, rows };
}

/** The sessions, each once for every event of it, in order of the events' times. The receiver moves them on. */
function* sessionTurns(options: SampleOptions, rng: Rng): Generator<Session> {
  const start = dayStart(options.firstDay);
  const users = Array.from({ length: options.users }, (_, index) => userAt(options.seed, index, start));
  const listeners = users.map((user): Listener => ({ user, level: user.level, busy: false }));
  const active = new Queue<Session>();
  let order = 0;
  for (const plan of sessionPlans(options, users)) {
    yield* sessionsUntil(active, plan.start);
    active.push(openSession(plan, idleListener(listeners, plan.user), order++, rng));
  }
  yield* sessionsUntil(active, Infinity);
}

function* sessionsUntil(active: Queue<Session>, time: number): Generator<Session> {
  for (;;) {
    const session = active.first;
    if (session === undefined || session.time >= time) return;
    yield session;
    if (session.left > 0) {
      active.settleFirst();
    } else {
      session.listener.busy = false;
      active.removeFirst();
    }
  }
}

/** Nobody has two sessions at once, unless nearly everybody has one. */
function idleListener(listeners: readonly Listener[], wanted: number): Listener {
  for (let step = 0; step < Math.min(32, listeners.length); step++) {
    const listener = listeners[(wanted + step) % listeners.length] as Listener;
    if (!listener.busy) return listener;
  }
  return listeners[wanted] as Listener;
}

function openSession(plan: SessionPlan, listener: Listener, order: number, rng: Rng): Session {
  listener.busy = true;
  const loggedIn = !rng.chance(ODDITIES.sessionLoggedOut);
  return {
    time: plan.start,
    order,
    listener,
    id: String(shuffledNumber(order)),
    item: 0,
    left: plan.items,
    page: loggedIn ? (rng.chance(0.6) ? "NextSong" : "Home") : rng.chance(0.7) ? "Home" : "Login",
    loggedIn,
    songEnd: plan.start,
  };
}

/** The line of the session's event that is due, without a newline; the session moves on to its next one. */
function playTurn(session: Session, songs: Playlist, rng: Rng): string {
  const { page } = session;
  const song = page === "NextSong" ? songs.pick(rng) : NO_SONG;
  const line = renderEventLine(session, song);
  session.item++;
  session.left--;
  if (page === "NextSong") session.songEnd = session.time + song.seconds;
  else applyPage(session, page);

  session.page = session.loggedIn ? nextPage(page, session.listener.level, rng) : nextLoggedOutPage(rng);
  if (session.page === "NextSong" && session.songEnd > session.time) session.time = session.songEnd;
  else session.time += rng.between(1, page === "NextSong" ? song.seconds : 60);
  return line;
}

/** What pages other than a play do to whoever asked for them. */
function applyPage(session: Session, page: Page): void {
  if (page === "Login") session.loggedIn = true;
  if (page === "Submit Upgrade") session.listener.level = "paid";
  if (page === "Submit Downgrade") session.listener.level = "free";
  if (page === "Logout") {
    session.loggedIn = false;
    session.songEnd = session.time;
  }
}

function renderEventLine(session: Session, song: RenderedSong): string {
  const { listener, page } = session;
  const who = session.loggedIn ? listener.user.rendered : LOGGED_OUT_USER;
  // Whole seconds, and 796 milliseconds: a habit of the public events.
  return (
    `${song.artist}${who.head}${session.item}${who.name}${song.length}${who.place[listener.level]}${PAGE_FIELDS[page]}` +
    `${who.registration}${session.id}${song.title}${PAGE_STATUS[page]},"ts":${session.time}796${who.tail}`
  );
}

/** `log_data/YYYY/MM/YYYY-MM-DD-events.json` */
function fileOf(day: number): string {
  const name = new Date(day * DAY * 1000).toISOString().slice(0, 10);
  return `log_data/${name.slice(0, 7).replace("-", "/")}/${name}-events.json`;
}
