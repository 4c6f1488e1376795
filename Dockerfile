# The job's image: Node and the compiled job, without a shell, a package manager, machine code, or anything that only builds need.
#
#   docker build -t dwh .                    the job; runs against Redshift
#   docker build -t dwh:local --target local the same, DuckDB and what draws the report; runs without AWS
#
# For another architecture than this machine's: --platform linux/arm64. What runs commands runs on this machine, and only files of
# the other one are put together: https://docs.docker.com/build/building/multi-platform/#cross-compilation.
#
# The bases are pinned by digest in stages of their own, where dependabot finds them; the ARGs let a test put others in their place.
ARG BUILD_IMAGE=pinned-build
ARG RUNTIME_IMAGE=pinned-runtime

FROM --platform=$BUILDPLATFORM node:24-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS pinned-build
FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a AS pinned-runtime

# Checks and bundles. Everything here stays behind.
FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json rolldown.config.mjs ./
COPY src ./src
RUN node_modules/.bin/tsc -p tsconfig.build.json && rm -rf dist \
    && node_modules/.bin/rolldown --config rolldown.config.mjs

# The packages that run, stripped of what only editors, debuggers and browsers read.
FROM ${BUILD_IMAGE} AS packages-with-duckdb
# The architecture of the image, in Docker's words; npm has others for one of them. Without a builder that tells it: this machine's.
ARG TARGETARCH
WORKDIR /packages
COPY package.json package-lock.json ./
RUN case "$TARGETARCH" in amd64) cpu=x64 ;; "") cpu=$(node -p process.arch) ;; *) cpu=$TARGETARCH ;; esac \
    && npm ci --omit=dev --ignore-scripts --os=linux --libc=glibc --cpu="$cpu" \
    && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -exec rm -f {} + \
    && rm -rf node_modules/echarts/dist node_modules/zrender/dist node_modules/xxhash-wasm/workerd \
    && mkdir /data

# Without what only the local warehouse and its server need, and what only draws the report: 48 of 56 MB, and all machine code.
FROM packages-with-duckdb AS packages
RUN npm uninstall --omit=dev --ignore-scripts @duckdb/node-api @duckdb/node-bindings selfsigned \
      echarts @napi-rs/canvas @dagrejs/dagre open \
    && rm node_modules/.package-lock.json \
    && find node_modules -depth -type d -empty -exec rmdir {} \;

# What both images share. Files belong to root and the process does not run as root: nothing in here can be changed from inside.
FROM ${RUNTIME_IMAGE} AS runtime
USER 0:0
WORKDIR /app
COPY --from=build /build/dist ./dist
COPY package.json LICENSE ./
COPY sql ./sql
ENV NODE_ENV=production
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/dwh.cjs"]
CMD ["run"]
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="sparkify-dwh" \
      org.opencontainers.image.description="Keeps a star schema in Amazon Redshift up to date from files in S3" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

# To try the local warehouse and to make the report: DuckDB, ECharts, and /data, which belongs to the process, to keep everything in.
FROM runtime AS local
COPY --from=packages-with-duckdb /packages/node_modules ./node_modules
COPY --from=packages-with-duckdb --chown=65532:65532 /data /data
VOLUME ["/data"]
WORKDIR /data

# The last stage is what `docker build` makes.
FROM runtime AS job
COPY --from=packages /packages/node_modules ./node_modules
