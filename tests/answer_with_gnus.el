;; Gnus answers an invite as somebody who presses a button in it; the mail that it sends is the file.
;; emacs -Q --batch -l answer_with_gnus.el LETTER accepted|tentative|declined WHO@EXAMPLE.ORG FILE
(require 'gnus-art)
(require 'gnus-icalendar)
(require 'message)

(pcase-let* ((`(,letter ,status ,who ,file) command-line-args-left)
             (original (generate-new-buffer "letter"))
             (coding-system-for-read 'binary)
             (coding-system-for-write 'binary))
  (setq command-line-args-left nil
        user-full-name "A guest"
        user-mail-address who
        message-confirm-send nil
        message-interactive nil
        message-simplify-subject-functions nil
        gnus-icalendar-additional-identities (list who)
        message-send-mail-function
        (lambda ()
          (goto-char (point-min))
          (re-search-forward (concat "^" (regexp-quote mail-header-separator) "$"))
          (replace-match "")
          (write-region (point-min) (point-max) file nil 'quiet)))
  (set-buffer original)
  (insert-file-contents-literally letter)
  ;; As a mail that waits in a folder: its lines end alike.
  (while (search-forward "\r\n" nil t) (replace-match "\n"))
  (let* ((handles (mm-dissect-buffer t))
         (handle (mm-find-part-by-type (cdr handles) "text/calendar" nil t))
         (gnus-summary-buffer original))
    (cl-letf (((symbol-function 'gnus-summary-reply) #'message-reply))
      (gnus-icalendar-reply
       (list handle (intern status) (gnus-icalendar-event-from-handle handle (gnus-icalendar-identities)))))))
