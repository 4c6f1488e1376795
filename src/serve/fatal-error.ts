import { WarehouseError } from "../errors.ts";

/** An answer after which the server closes the connection: severity FATAL on the wire. */
export class FatalError extends WarehouseError {}
