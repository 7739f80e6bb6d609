/** The sheets of every page of the desk: tokens, widgets, its own. */
import '../ui/tokens.desk.css';
import '../ui/tokens.print.css';
import '../ui/css/input.css';
import '../ui/css/choice.css';
import '../ui/css/facts.css';
import '../ui/css/table.css';
import '../ui/css/rows.css';
import '../ui/css/desk.css';
