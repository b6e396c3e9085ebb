// Draws every [data-chart] of a page; ECharts is fetched only where there is one, the table twin stands in where it is missing.
"use strict";
window.xiandaoCharts = (function () {
  const LIGHT = {
    color: ["#006FE6", "#CC7D1D", "#23664C", "#541E77", "#B34080", "#3B414C", "#835C06", "#2D9EB8"],
    ink: "#1A2330", ink2: "#4A5567", ink3: "#5F6B7E", line: "#DDE3EC", card: "#FFFFFF",
    scale: ["#E5F2FD", "#A7D6FC", "#74B6F3", "#4B95E1", "#2F74C6", "#1F55A4", "#17397B"],
  };
  const DARK = {
    color: ["#859DFF", "#F4A833", "#88F8C8", "#9B70AC", "#D35C7F", "#D7DEE6", "#B7A066", "#54C2D7"],
    ink: "#E8EDF4", ink2: "#B4BFCE", ink3: "#8C99AB", line: "#2A3440", card: "#12181F",
    scale: ["#273857", "#2D5384", "#3371AC", "#4292CC", "#60B3E5", "#8CD3F6", "#CBEFFD"],
  };
  const drawn = new Map();
  let loading = null;

  function isDark() {
    const sheet = document.getElementById("dark-sheet");
    return Boolean(sheet) && window.matchMedia(sheet.media).matches;
  }

  function theme(p) {
    const style = getComputedStyle(document.body);
    const size = parseFloat(style.getPropertyValue("--t12")) || 12;
    const axis = {
      axisLine: { lineStyle: { color: p.line } }, axisTick: { show: false },
      axisLabel: { color: p.ink2, fontSize: size }, splitLine: { lineStyle: { color: p.line } },
      nameTextStyle: { color: p.ink3, fontSize: size },
    };
    return {
      color: p.color, backgroundColor: "transparent",
      textStyle: { fontFamily: style.fontFamily, fontSize: size, color: p.ink },
      title: { textStyle: { color: p.ink, fontSize: size + 2, fontWeight: 600 }, subtextStyle: { color: p.ink3 } },
      legend: { textStyle: { color: p.ink2, fontSize: size }, itemWidth: 12, itemHeight: 8, icon: "roundRect" },
      tooltip: { backgroundColor: p.card, borderColor: p.line, textStyle: { color: p.ink, fontSize: size } },
      categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: { ...axis, axisLine: { show: false } },
      timeAxis: axis, logAxis: axis,
      visualMap: { color: p.scale.slice().reverse(), textStyle: { color: p.ink2 } },
      line: { symbolSize: 6, lineStyle: { width: 2 }, smooth: false },
      bar: { barMaxWidth: 28, itemStyle: { borderRadius: 2 } },
      label: { color: p.ink, fontSize: size },
    };
  }

  function write(value) {
    return typeof value === "number"
      ? value.toLocaleString("zh-CN", { maximumFractionDigits: 2 }) : (value === undefined || value === null ? "" : String(value));
  }

  function completed(option) {
    // The default tooltip writes markup with inline styles, which the content policy forbids.
    const tooltip = { confine: true, ...(option.tooltip || {}), renderMode: "richText", valueFormatter: write };
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.webdriver;
    return { grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true }, ...option, tooltip, animation: !still };
  }

  function fetchLibrary() {
    if (window.echarts) return Promise.resolve();
    if (!loading) {
      loading = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = document.body.dataset.echarts;
        script.onload = resolve;
        script.onerror = reject;
        document.head.appendChild(script);
      });
    }
    return loading;
  }

  function drawOne(block) {
    const place = block.querySelector(".plot");
    const source = document.getElementById(block.dataset.chart);
    if (!place || !source || !place.offsetWidth) return;
    const known = drawn.get(place);
    if (known) known.dispose();
    echarts.registerTheme("xiandao-light", theme(LIGHT));
    echarts.registerTheme("xiandao-dark", theme(DARK));
    const chart = echarts.init(place, isDark() ? "xiandao-dark" : "xiandao-light", { renderer: "svg" });
    chart.setOption(completed(JSON.parse(source.textContent)));
    drawn.set(place, chart);
  }

  function showTable(block) {
    const tab = block.querySelector("[data-tab][id$='-tab-table']");
    if (tab) tab.click();
  }

  function draw(within) {
    const blocks = Array.from(within.querySelectorAll("[data-chart]"));
    if (!blocks.length) return Promise.resolve();
    return fetchLibrary().then(() => blocks.forEach(drawOne), () => blocks.forEach(showTable));
  }

  function savePicture(button) {
    const block = button.closest("[data-chart]");
    const chart = drawn.get(block.querySelector(".plot"));
    if (!chart) return;
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = chart.getWidth() * 2;
      canvas.height = (chart.getHeight() + 36) * 2;
      const pen = canvas.getContext("2d");
      const p = isDark() ? DARK : LIGHT;
      pen.scale(2, 2);
      pen.fillStyle = p.card;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = p.ink;
      pen.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
      pen.fillText(button.dataset.png, 12, 24, chart.getWidth() - 24);
      pen.drawImage(picture, 0, 36, chart.getWidth(), chart.getHeight());
      const link = document.createElement("a");
      link.download = `${button.dataset.png}.png`;
      link.href = canvas.toDataURL("image/png");
      link.click();
    };
    chart.dispatchAction({ type: "updateAxisPointer", currTrigger: "leave" });
    chart.dispatchAction({ type: "hideTip" });
    chart.getZr().flush();
    // The drawing itself, not renderToSVGString(): that one breaks at quoted font names.
    const drawing = block.querySelector(".plot svg").cloneNode(true);
    drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const text = new XMLSerializer().serializeToString(drawing);
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  const again = () => drawn.forEach((chart, place) => { if (place.isConnected) drawOne(place.closest("[data-chart]")); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-png]");
    if (button) savePicture(button);
  });
  document.addEventListener("xiandao:look", again);
  document.addEventListener("xiandao:shown", () => drawn.forEach((chart, place) => { if (place.offsetWidth) chart.resize(); }));
  document.addEventListener("htmx:load", (event) => { if (document.body.dataset.ready) draw(event.detail.elt.parentElement || document); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  const fit = () => drawn.forEach((chart, place) => { if (place.offsetWidth) chart.resize(); });
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", fit);
  return { draw };
})();
