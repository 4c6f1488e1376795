/** How a file is compressed. */

/** The compression of an object, as COPY's keyword; "" is none. */
export type Compression = "" | "gzip" | "zstd";
