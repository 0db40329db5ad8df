/* The board without this script is a page of links and forms; with it one drags, and it keeps itself up to date. */
const board = document.getElementById("board");

board.classList.add("has-script");
const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());
