/** How much of a client's a server keeps between its messages. */
import { WarehouseError } from "../errors.ts";
import { MESSAGE_LIMIT } from "./framing.ts";

/** What the smallest of them takes beside its text and its name, in UTF-16 units: some objects. */
const LEAST = 1024;

/** Room for what one client has given names: as much as one statement may be long, in UTF-16 units; one alone always has it. */
export class Room {
  private readonly sizes = new Map<string, number>();
  private readonly next: string;
  private kept = 0;

  /** Empty. @param next what its client can do where there is none */
  constructor(next: string) {
    this.next = next;
  }

  /** @throws WarehouseError 53200 where there is no room for it beside the others; what has the name already makes way. */
  check(name: string, size: number): void {
    const others = this.kept - (this.sizes.get(name) ?? 0);
    if (others > 0 && others + sizeOf(name, size) > MESSAGE_LIMIT)
      throw new WarehouseError("out of memory", { sqlState: "53200", hint: this.next });
  }

  /** Keeps it, in the place of what has the name. @throws as `check` */
  take(name: string, size: number): void {
    this.check(name, size);
    this.give(name);
    this.sizes.set(name, sizeOf(name, size));
    this.kept += sizeOf(name, size);
  }

  /** It is not kept any more; what never was is passed over. */
  give(name: string): void {
    this.kept -= this.sizes.get(name) ?? 0;
    this.sizes.delete(name);
  }

  /** Nothing is kept any more. */
  clear(): void {
    this.sizes.clear();
    this.kept = 0;
  }
}

function sizeOf(name: string, size: number): number {
  return LEAST + name.length + size;
}
