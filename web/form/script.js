/* The page works without this. It holds a form back while the network is cut, so that nothing typed is lost, and sends
   it once when a button is pressed twice. */
(function () {
  var form = document.forms[0], note = document.getElementById('offline'), sent = 0, button;
  if (!form || !note) return;
  form.addEventListener('submit', function (event) {
    button = event.submitter || button;
    if (navigator.onLine === false) {
      event.preventDefault();
      note.hidden = false;
    } else if (Date.now() - sent < 4000) {
      event.preventDefault();
    } else {
      sent = Date.now();
    }
  });
  addEventListener('online', function () {
    if (note.hidden) return;
    note.hidden = true;
    if (form.requestSubmit) form.requestSubmit(button);
  });
  addEventListener('pageshow', function () { sent = 0; });
})();
