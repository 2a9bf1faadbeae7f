// Draws the charts of the dashboards from the numbers that stand in the page. Each stands above a
// table that says the same, so it is hidden from whoever has the page read out. Nothing here makes
// mark-up of text: names come in as text and are painted on a canvas.
const COLOURS = ["#0f4657", "#e0a458", "#a8322a", "#8b867b", "#1f6b45"];
const INK = "#1f2a30", SOFT = "#55636a", LINE = "#e2dcd0";
const LONGEST = 9;
const ROW = 30;

const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const sans = getComputedStyle(document.documentElement).getPropertyValue("--sans").trim();

const option = ({ kind, labels, series }) => {
  const standing = kind === "column";
  const rate = series.every((each) => each.unit === "%");
  const names = {
    type: "category",
    data: labels,
    inverse: !standing,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: LINE } },
    axisLabel: { color: INK, ...(standing ? { hideOverlap: true } : { formatter: cut, interval: 0 }) },
  };
  const numbers = {
    type: "value",
    minInterval: 1,
    ...(rate ? { max: 100 } : {}),
    axisLabel: { color: SOFT, hideOverlap: true, ...(rate ? { formatter: "{value}%" } : {}) },
    splitLine: { lineStyle: { color: LINE } },
  };
  return {
    animation: !still.matches,
    animationDuration: 300,
    color: COLOURS,
    textStyle: { fontFamily: sans },
    grid: { top: 12, left: 4, right: 28, bottom: 4, outerBoundsMode: "same" },
    xAxis: standing ? names : numbers,
    yAxis: standing ? numbers : names,
    series: series.map(({ name, data }) => ({
      name,
      data,
      type: rate && standing ? "line" : "bar",
      stack: kind === "bar" || rate ? undefined : "all",
      barMaxWidth: 22,
    })),
  };
};

const height = ({ kind, labels, series }) =>
  kind === "column" ? 280 : Math.max(120, labels.length * ROW * (kind === "bar" && series.length > 1 ? 1.4 : 1) + 45);

const legend = ({ series }) => {
  const list = document.createElement("ul");
  list.className = "figures-legend";
  list.ariaHidden = "true";
  series.forEach(({ name }, index) => {
    const item = list.appendChild(document.createElement("li"));
    item.appendChild(document.createElement("i")).style.background = COLOURS[index];
    item.append(name);
  });
  return list;
};

const source = document.getElementById("charts");
const figures = source ? JSON.parse(source.textContent) : {};
const drawn = [];
for (const place of document.querySelectorAll("[data-chart]")) {
  const figure = figures[place.dataset.chart];
  if (!figure?.labels.length) continue;
  place.hidden = false;
  if (figure.series.length > 1) place.before(legend(figure));
  place.style.height = `${height(figure)}px`;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(figure));
  place.dataset.drawn = "yes";
  drawn.push(chart);
}

const fit = () => drawn.forEach((chart) => chart.resize());
addEventListener("resize", fit);
addEventListener("beforeprint", fit);
addEventListener("afterprint", fit);
