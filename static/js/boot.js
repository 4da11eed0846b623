// Brings the enhanced components to life; every page works without this file.
import { initAll } from "./govuk-frontend.min.js";

initAll();
document.addEventListener("htmx:afterSettle", (event) => initAll(event.detail.elt));
