package org.unitscope.report.page;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.report.Html;

/// Writes one table: heads with their scope, a caption for who does not see it, cells of words to
/// the left and of numbers to the right.
final class HtmlTable {
    private final StringBuilder text = new StringBuilder();
    private final List<Boolean> isText = new ArrayList<>();

    /// Begins a table.
    ///
    /// @param style its class
    /// @param heads of the columns; of a column of words with a `<` before it
    HtmlTable(String style, List<String> heads) {
        text.append("<table class=\"").append(style).append("\"><thead><tr>");
        for (String head : heads) {
            boolean words = head.startsWith("<");
            isText.add(words);
            text.append("<th scope=\"col\"").append(words ? " class=\"l\">" : ">");
            text.append(Html.escape(words ? head.substring(1) : head)).append("</th>");
        }
        text.append("</tr></thead><tbody>\n");
    }

    /// A row of plain text; its first cell is its head.
    HtmlTable row(List<String> cells) {
        return rowOfHtml(cells.stream().map(Html::escape).toList(), "");
    }

    /// A row of markup; its first cell is its head.
    ///
    /// @param id of the row, or nothing
    HtmlTable rowOfHtml(List<String> cells, String id) {
        text.append(id.isEmpty() ? "<tr>" : "<tr id=\"" + id + "\">");
        for (int i = 0; i < cells.size(); i++) {
            if (i == 0) {
                text.append("<th scope=\"row\">").append(cells.get(0)).append("</th>");
            } else {
                text.append(isText.get(i) ? "<td class=\"l\">" : "<td>");
                text.append(cells.get(i)).append("</td>");
            }
        }
        text.append("</tr>\n");
        return this;
    }

    /// The finished table.
    String finish() {
        return text + "</tbody></table>\n";
    }

    /// A table of names and values without heads of columns. A row with one value where others have
    /// several spans them.
    static String facts(List<List<String>> rows) {
        int most = rows.stream().mapToInt(row -> row.size() - 1).max().orElse(1);
        StringBuilder text = new StringBuilder("<table class=\"facts\"><tbody>\n");
        for (List<String> row : rows) {
            text.append("<tr><th scope=\"row\">").append(Html.escape(row.getFirst()));
            text.append("</th>");
            String start = row.size() == 2 && most > 1 ? "<td colspan=\"" + most + "\">" : "<td>";
            row.subList(1, row.size())
                    .forEach(cell -> text.append(start).append(Html.escape(cell)).append("</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody></table>\n").toString();
    }
}
