/** Programs of threads of their own. Node starts them from a file, so that they are what is built, also where the sources run. */

/** src/warehouse/local/compile/thread.ts */
export const COMPILE_THREAD = new URL("../dist/compile-thread.js", import.meta.url);
