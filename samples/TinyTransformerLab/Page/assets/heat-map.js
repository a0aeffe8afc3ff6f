// A matrix as a grid of coloured numbers with one tab stop: arrow keys move, each cell says what it is.
(function () {
  'use strict';
  const page = window.LabPage;
  const { element, digits } = page;

  // kind: 'pattern' (probabilities), 'masked' (scores, hatched where a row may not look) or 'scores' (all of them).
  page.heatMap = function ({ caption, tokens, rows, kind, sums, entropies }) {
    const open = kind === 'scores' ? rows.flat() : rows.flatMap((row, i) => row.slice(0, i + 1));
    const largest = Math.max(1e-12, ...open.map((value) => Math.abs(value ?? 0)));
    const head = element('tr', null, element('td', { 'aria-hidden': 'true' }), tokens.map((token) => heading(token, 'col')));
    if (sums) head.append(heading('sum', 'col', 'measure'));
    if (entropies) head.append(heading('entropy', 'col', 'measure'));
    const body = element('tbody');
    rows.forEach((row, i) => {
      const line = document.createElement('tr');
      line.append(heading(tokens[i], 'row'));
      row.forEach((value, j) => line.append(j > i && kind !== 'scores' ? forbidden() : openCell(value)));
      if (sums) line.append(cellOf('sum', digits.probability(sums[i])));
      if (entropies) line.append(cellOf('sum', digits.norm(entropies[i])));
      body.append(line);
    });
    const table = element('table.heat', { role: 'grid', 'aria-readonly': 'true', 'aria-label': caption }, element('caption', null, caption), element('thead', null, head), body);
    walk(table, describe);
    return page.wide(caption, table, false);

    function openCell(value) {
      return kind === 'pattern'
        ? cellOf(page.colorOf(value), digits.probability(value))
        : cellOf(page.signColorOf(value, largest), digits.score(value));
    }

    function forbidden() {
      const cell = cellOf('forbidden', kind === 'masked' ? '−∞' : '');
      if (kind === 'pattern') cell.setAttribute('aria-label', 'may not look');
      return cell;
    }

    function describe(row, column, text) {
      if (column === tokens.length) return `row of ${tokens[row]}: ${sums ? 'sum' : 'entropy'} ${text}`;
      if (column > tokens.length) return `row of ${tokens[row]}: entropy ${text} nats`;
      return column > row && kind !== 'scores' ? `${tokens[row]} may not look at ${tokens[column]}` : `${tokens[row]} looks at ${tokens[column]}: ${text}`;
    }
  };

  // Thousands of cells are drawn with every letter that is typed: no selectors here.
  function cellOf(name, text) {
    const cell = document.createElement('td');
    cell.className = name;
    cell.textContent = text;
    return cell;
  }

  function heading(text, scope, name) {
    const cell = document.createElement('th');
    cell.scope = scope;
    cell.textContent = text;
    if (name) cell.className = name;
    return cell;
  }

  // Roving focus: one cell of the grid is in the tab order, the last one visited; it gets its sentence when it is visited.
  function walk(table, describe) {
    const lines = table.tBodies[0].rows;
    const cellAt = (row, column) => lines[row].cells[column + 1];
    const last = lines[0].cells.length - 2;
    let [row, column] = [0, 0];
    go(0, 0, false);
    table.goTo = go;
    table.addEventListener('keydown', (event) => {
      const to = {
        ArrowUp: [row - 1, column],
        ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - 1],
        ArrowRight: [row, column + 1],
        Home: [event.ctrlKey ? 0 : row, 0],
        End: [event.ctrlKey ? lines.length - 1 : row, last],
      }[event.key];
      if (!to) return;
      event.preventDefault();
      go(to[0], to[1], true);
    });
    table.addEventListener('click', (event) => {
      const cell = event.target.closest('tbody td');
      if (cell) go(cell.parentNode.sectionRowIndex, cell.cellIndex - 1, true);
    });

    function go(toRow, toColumn, isFocused) {
      cellAt(row, column).removeAttribute('tabindex');
      row = Math.max(0, Math.min(lines.length - 1, toRow));
      column = Math.max(0, Math.min(last, toColumn));
      const cell = cellAt(row, column);
      cell.tabIndex = 0;
      cell.setAttribute('aria-label', describe(row, column, cell.textContent));
      if (isFocused) cell.focus();
    }
  }
})();
