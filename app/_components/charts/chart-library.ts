import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

// Only what line charts need: whatever is not registered stays out of the file.
Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip);

export { Chart };
