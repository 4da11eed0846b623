#!/bin/sh
# Builds the style sheet and scripts into build/assets, which the server and collectstatic read.
# Run `npm ci` first. Safe to run again; nothing outside build/assets is touched.
set -eu
cd "$(dirname "$0")/.."
rm -rf build/assets
mkdir -p build/assets/css build/assets/js
node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps --load-path=node_modules assets/app.scss build/assets/css/app.css
sed 's,//# sourceMappingURL=.*,,' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js > build/assets/js/govuk-frontend.min.js
