import { sendCsrfAlong } from "./app/_components/send-csrf";

// Next runs this before any of a page's own scripts.
sendCsrfAlong();
