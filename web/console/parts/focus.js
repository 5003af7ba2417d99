// The focus of the keyboard.
import { useEffect, useRef } from "preact/hooks";

/** Move the focus to an element when the one that has it is removed: browsers would start again at the top of the page. */
export function useFocusKept(target) {
  const last = useRef(null);
  useEffect(() => {
    const onFocus = (event) => (last.current = event.target);
    // Browsers may report it while they remove the element: whether it is gone is known a moment later.
    const onBlur = ({ target: left }) => queueMicrotask(() => {
      if (last.current === left && left.isConnected) last.current = null;
    });
    addEventListener("focusin", onFocus);
    addEventListener("focusout", onBlur);
    return () => {
      removeEventListener("focusin", onFocus);
      removeEventListener("focusout", onBlur);
    };
  }, []);
  useEffect(() => {
    if (last.current === null || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) target.current?.focus({ preventScroll: true });
  });
}
