// The frame of the page: bar, navigation, view, messages.
import { useEffect, useRef, useState } from "preact/hooks";

import { parseRoute, routeTo } from "../route.js";
import { VIEWS } from "../views/index.js";
import { Console, useStore } from "./context.js";
import { useFocusKept } from "./focus.js";
import { Banner } from "./banner.jsx";
import { KeyForm } from "./key_form.jsx";
import { Navigation } from "./navigation.jsx";
import { Toasts } from "./toasts.jsx";
import { TopBar } from "./top_bar.jsx";

export function App({ api, store, connection }) {
  useStore(store);
  const route = useRoute();
  const view = VIEWS.find(({ name }) => name === route.view) ?? VIEWS[0];
  const heading = useRef(null);
  const address = routeTo(view.name, route.id);
  useEffect(() => {
    document.title = `${view.title} – Move sandbox`;
  }, [view]);
  useFocusOnChange(heading, address);
  useFocusKept(heading);
  return (
    <Console.Provider value={{ api, store, connection }}>
      <a class="skip" href="#content" onClick={(event) => focus(event, heading)}>Skip to content</a>
      <TopBar />
      <div class="frame">
        <Navigation current={view.name} />
        <main id="content">
          {store.sections ? <view.Page key={address} id={route.id} heading={heading} /> : <Waiting status={store.status} heading={heading} />}
        </main>
      </div>
      <Banner />
      <Toasts />
      <p class="unseen" role="status">{store.news}</p>
    </Console.Provider>
  );
}

function Waiting({ status, heading }) {
  if (status === "locked") return <KeyForm heading={heading} />;
  return <h1 class="waiting" tabIndex={-1} ref={heading}>{status === "connecting" ? "Connecting…" : "The sandbox cannot be reached"}</h1>;
}

function useRoute() {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const listener = () => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", listener);
    return () => removeEventListener("hashchange", listener);
  }, []);
  return route;
}

/** Another view starts at its heading, for keyboards and screen readers. */
function useFocusOnChange(target, address) {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      target.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [address]);
}

function focus(event, target) {
  event.preventDefault();
  target.current?.focus();
}
