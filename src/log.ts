/** The log: short lines for a person on a terminal, JSON lines for everything else. */
import { styleText } from "node:util";
import type { Writable } from "node:stream";
import winston from "winston";
import { LOG_LEVELS, type LogLevel } from "./config/config.ts";
import { redact } from "./redact.ts";
import { jsonDocument } from "./text/json-document.ts";

/** What a line tells beside its message: run_id, step, status, rows, duration_ms … `jsonDocument` gives it its shape. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes lines to the log; those below its level go by. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

/** Where a log goes to, and how its lines look. */
export interface LogTarget {
  readonly stream: Writable;
  /** JSON lines, or lines for people. */
  readonly json: boolean;
  readonly color: boolean;
  readonly level: LogLevel;
  readonly now: () => Date;
}

const { combine, json, printf } = winston.format;

/** Returns a log that writes to the stream, and `close`, which resolves when the last line has been written. */
export function openLog(target: LogTarget): Logger & { close(): Promise<void> } {
  const transport = new winston.transports.Stream({ stream: target.stream });
  const logger = winston.createLogger({
    levels: Object.fromEntries(LOG_LEVELS.map((level, index) => [level, index])),
    level: target.level,
    transports: [transport],
    format: combine(
      stamp(target.now),
      // Not deterministic: in the order that the fields were given in, the moment first.
      target.json ? json({ deterministic: false, replacer: tellable }) : plain(target.color),
    ),
  });
  // As one object: of a message and fields apart winston would append a field called "message" to the message.
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      const told = Object.entries(fields).filter(([, value]) => value !== undefined);
      const document = jsonDocument(Object.fromEntries(told));
      logger.log(Object.assign({ level, message }, document, { level, message }));
    };
  return {
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
    close: () =>
      new Promise((resolve) => {
        transport.once("finish", () => {
          resolve();
        });
        logger.end();
      }),
  };
}

/** Puts the moment in front; winston's own `timestamp` puts it at the end. */
function stamp(now: () => Date): winston.Logform.Format {
  return winston.format((info) => Object.assign({ timestamp: now().toISOString() }, info))();
}

/** Errors become their message, and secrets nothing. */
function tellable(_: string, value: unknown): unknown {
  if (value instanceof Error) return redact(value.message);
  return typeof value === "string" ? redact(value) : value;
}

/** `12:03:04 message  key=value key=value`, with the level in front of the message when it is not info. UTC. */
function plain(color: boolean): winston.Logform.Format {
  const paint = (style: "dim" | "red" | "yellow", text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return printf(({ timestamp, level, message, ...fields }) => {
    const label =
      level === "info"
        ? ""
        : `${paint(level === "error" ? "red" : level === "warn" ? "yellow" : "dim", level)}: `;
    const facts = Object.entries(fields)
      .map(([key, value]) => `${key}=${plainValue(value)}`)
      .join(" ");
    const time = paint("dim", String(timestamp).slice(11, 19));
    return redact(`${time} ${label}${String(message)}${facts === "" ? "" : `  ${paint("dim", facts)}`}`);
  });
}

function plainValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  return typeof value === "string" && /^[^\s"=\p{C}]+$/u.test(value) ? value : JSON.stringify(value);
}
