// The entry of the console.
import { render } from "preact";

import { Api } from "./live/api.js";
import { Connection } from "./live/connection.js";
import { Store } from "./live/store.js";
import { App } from "./parts/app.jsx";

const store = new Store();
const api = new Api();
const connection = new Connection(api, store);
render(<App api={api} store={store} connection={connection} />, document.body);
connection.start();
